import { expect, test } from 'vitest';
import { answers, createTask, perform, read, reply, request, succeeded, testFacts, trace } from '../../test-trace.ts';
import { writeCarriesIdempotencyKey } from './write-carries-idempotency-key.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(writeCarriesIdempotencyKey, trace({ events: [perform(), ...events, succeeded()] }));

test('every attempt of a write carries a key', () => {
  expect(holds(request({ key: 'a' }), reply())).toEqual([true]);
  expect(holds(request(), reply())).toEqual([false]);
  expect(holds(request({ key: 'a' }), reply(503), request(), reply())).toEqual([false]);
});

test('reads, updates that repeat without harm, and operations without keys need none', () => {
  expect(holds(read(), reply())).toEqual([]);
  expect(
    holds(request({ key: 'a' }), reply(), request({ operation: 'issueUpdate', takesKey: false }), reply()),
  ).toEqual([true]);
  const facts = { operations: { create_task: { ...createTask, idempotency: 'none' as const } } };
  expect(answers(writeCarriesIdempotencyKey, trace({ facts, events: [perform(), request(), reply()] }))).toEqual([]);
});

test('it does not apply where the provider knows no keys, or no operation writes', () => {
  const providers = [{ id: 'openai', idempotency: 'none' as const }];
  expect(writeCarriesIdempotencyKey.appliesTo({ ...testFacts, providers })).toMatchObject({
    applies: false,
    because: expect.stringContaining('openai'),
  });
  expect(writeCarriesIdempotencyKey.appliesTo({ ...testFacts, operations: {} })).toMatchObject({
    applies: 'cannot-tell',
  });
  expect(writeCarriesIdempotencyKey.appliesTo(testFacts)).toEqual({ applies: true });
});
