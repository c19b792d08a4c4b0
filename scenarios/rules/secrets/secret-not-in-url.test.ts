import { expect, test } from 'vitest';
import { answers, perform, reply, request, succeeded, trace } from '../../test-trace.ts';
import { secretNotInUrl } from './secret-not-in-url.ts';

const holds = (...where: string[]) => {
  const sightings = where.map((place) => ({ secret: 'LINEAR_API_KEY', form: 'plain' as const, where: place }));
  return answers(secretNotInUrl, trace({ events: [perform(), request({ sightings }), reply(), succeeded()] }));
};

test('a secret in the header where it belongs holds', () => {
  expect(holds('header:authorization')).toEqual([true]);
});

test('a secret in path or query breaks it, also when it is in the header as well', () => {
  expect(holds('url')).toEqual([false]);
  expect(holds('header:authorization', 'query')).toEqual([false]);
});

test('without a request there is nothing to judge', () => {
  expect(answers(secretNotInUrl, trace({ events: [perform(), succeeded()] }))).toEqual([]);
});
