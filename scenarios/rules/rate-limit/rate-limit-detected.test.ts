import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  integrationError,
  perform,
  probe,
  read,
  reply,
  request,
  succeeded,
  threw,
  trace,
  unsettled,
} from '../../test-trace.ts';
import { rateLimitDetected } from './rate-limit-detected.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(rateLimitDetected, trace({ events: [perform(), ...events] }));
const limited: Steps = [request(), reply(400, { class: 'rate-limited', errorCode: 'RATELIMITED' })];
const permanent = integrationError({ code: 'INVALID_REQUEST', retryable: false });

test('retried, kept, announced, or told as retryable', () => {
  expect(holds(...limited, after(500), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...limited, failed(permanent), probe('deadLetters', {}))).toEqual([true]);
  expect(holds(...limited, failed(permanent), probe('notifications', {}))).toEqual([true]);
  expect(holds(...limited, failed(integrationError({ code: 'LINEAR_BUSY' })))).toEqual([true]);
  expect(holds(...limited, failed({ ...permanent, code: 'LINEAR_RATE_LIMITED' }))).toEqual([true]);
});

test('taken for the own mistake, thrown, or reported as done', () => {
  expect(holds(...limited, failed(permanent))).toEqual([false]);
  expect(holds(...limited, failed(permanent), probe('alerts', {}))).toEqual([false]);
  expect(holds(...limited, threw('RATELIMITED'))).toEqual([false]);
  expect(holds(...limited, succeeded())).toEqual([false]);
});

test('a read that was done without, a call that never ended and work in a queue say nothing', () => {
  expect(holds(read(), reply(429), succeeded())).toEqual([]);
  expect(holds(...limited, unsettled())).toEqual([]);
  expect(holds(succeeded(), ...limited)).toEqual([]);
  expect(holds(request(), reply(400), failed(permanent))).toEqual([]);
});
