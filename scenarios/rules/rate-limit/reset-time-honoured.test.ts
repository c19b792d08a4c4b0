import { expect, test } from 'vitest';
import type { RetryAfterReading } from '../../../harness/model/trace.ts';
import { after, answers, perform, reply, request, retryAfterSeconds, succeeded, trace } from '../../test-trace.ts';
import { resetTimeHonoured } from './reset-time-honoured.ts';
import { retryAfterHonoured } from './retry-after-honoured.ts';

const ownHeader: RetryAfterReading = { form: 'provider', raw: '1769342410', notBefore: 10_000 };
const refused = (retryAfter: RetryAfterReading, waited: number) =>
  trace({
    events: [perform(), request(), reply(429, { retryAfter }), after(waited), request(), reply(), succeeded()],
  });

test("a time in the provider's own header is a lower bound", () => {
  expect(answers(resetTimeHonoured, refused(ownHeader, 10_000))).toEqual([true]);
  expect(answers(resetTimeHonoured, refused(ownHeader, 700))).toEqual([false]);
});

test('nobody is blamed for it under a clause, which only names Retry-After', () => {
  expect(answers(retryAfterHonoured, refused(ownHeader, 700))).toEqual([]);
});

test('Retry-After is the matter of the other rule', () => {
  expect(answers(resetTimeHonoured, refused(retryAfterSeconds(10), 700))).toEqual([]);
});
