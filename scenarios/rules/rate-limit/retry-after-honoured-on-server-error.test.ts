import { expect, test } from 'vitest';
import { after, answers, perform, reply, request, retryAfterSeconds, succeeded, trace } from '../../test-trace.ts';
import { retryAfterHonouredOnServerError } from './retry-after-honoured-on-server-error.ts';

const holds = (status: number, waited: number) =>
  answers(
    retryAfterHonouredOnServerError,
    trace({
      events: [
        perform(),
        request(),
        reply(status, { retryAfter: retryAfterSeconds(10) }),
        after(waited),
        request(),
        reply(),
        succeeded(),
      ],
    }),
  );

test('a 503 that says when to come back is believed', () => {
  expect(holds(503, 10_000)).toEqual([true]);
  expect(holds(503, 700)).toEqual([false]);
});

test('a rate limit is the matter of the other rule', () => {
  expect(holds(429, 700)).toEqual([]);
});
