import { expect, test } from 'vitest';
import {
  answers,
  failed,
  integrationError,
  perform,
  reply,
  request,
  retryAfterSeconds,
  succeeded,
  threw,
  trace,
} from '../../test-trace.ts';
import { errorHasStandardForm } from './error-has-standard-form.ts';

type Fields = Parameters<typeof integrationError>[0];
const after = (error: Parameters<typeof failed>[0], asked?: number) => {
  const refusal = reply(429, asked === undefined ? {} : { retryAfter: retryAfterSeconds(asked) });
  return trace({ events: [perform(), request(), refusal, failed(error)] });
};
const holds = (fields: Fields, asked?: number) => answers(errorHasStandardForm, after(integrationError(fields), asked));

test('three texts, a boolean and perhaps seconds hold, also with more beside them', () => {
  expect(holds({})).toEqual([true]);
  expect(holds({ retryAfter: 30, correlationId: 'c-1' }, 30)).toEqual([true]);
  expect(holds({ retryAfter: 0 })).toEqual([true]);
  expect(holds({ retryAfter: null })).toEqual([true]);
});

test('each field that is missing, empty or of another type breaks it, and all are named', () => {
  for (const fields of [
    { code: null },
    { message: '' },
    { suggestion: ' ' },
    { code: 503 },
    { retryable: null },
    { retryable: 'yes' },
    { retryAfter: '30' },
    { retryAfter: -1 },
  ])
    expect(holds(fields)).toEqual([false]);
  const [finding] = errorHasStandardForm.decide(errorHasStandardForm.observe(after({ message: 'no' })));
  expect(finding?.facts.problems).toEqual(['code is missing', 'suggestion is missing', 'retryable is missing']);
});

test('something that is no object breaks it', () => {
  expect(answers(errorHasStandardForm, after('SERVICE_UNAVAILABLE'))).toEqual([false]);
  expect(answers(errorHasStandardForm, after(null))).toEqual([false]);
});

test('milliseconds where the provider asked for seconds break it; waiting longer than asked does not', () => {
  expect(holds({ retryAfter: 30_000 }, 30)).toEqual([false]);
  expect(holds({ retryAfter: 300 }, 30)).toEqual([true]);
});

test('a success and an exception are for other rules', () => {
  expect(answers(errorHasStandardForm, trace({ events: [perform(), request(), reply(), succeeded()] }))).toEqual([]);
  expect(answers(errorHasStandardForm, trace({ events: [perform(), request(), reply(), threw('no')] }))).toEqual([]);
});
