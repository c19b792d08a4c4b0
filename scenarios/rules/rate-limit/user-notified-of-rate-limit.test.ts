import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  integrationError,
  perform,
  probe,
  reply,
  request,
  succeeded,
  threw,
  trace,
} from '../../test-trace.ts';
import { userNotifiedOfRateLimit } from './user-notified-of-rate-limit.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(userNotifiedOfRateLimit, trace({ events: [perform(), ...events] }));
const limited: Steps = Array.from({ length: 4 }, () => [request(), reply(429), after(1000)]).flat();

test('by the code of Appendix C, alone or behind a prefix, or by a notification', () => {
  expect(holds(...limited, failed(integrationError({ code: 'RATE_LIMITED' })))).toEqual([true]);
  expect(holds(...limited, failed(integrationError({ code: 'LINEAR_RATE_LIMITED' })))).toEqual([true]);
  expect(holds(...limited, failed(), probe('notifications', { text: 'Processing paused.' }))).toEqual([true]);
});

test('another code, or a throw, without a notification breaks it', () => {
  expect(holds(...limited, failed())).toEqual([false]);
  expect(holds(...limited, failed(integrationError({ code: 'NOT_RATE_LIMITED_BUT' })))).toEqual([false]);
  expect(holds(...limited, threw('429'))).toEqual([false]);
  const events = [perform(), ...limited, failed()];
  expect(answers(userNotifiedOfRateLimit, trace({ facts: { probes: [] }, events }))).toEqual([false]);
});

test('the notification of another call does not count', () => {
  const other = [perform(), probe('notifications', {}), succeeded()];
  expect(answers(userNotifiedOfRateLimit, trace({ events: [...other, perform(), ...limited, failed()] }))).toEqual([
    false,
  ]);
});

test('a short wait that ended well need not bother anybody, and another failure is another matter', () => {
  expect(holds(request(), reply(429), after(1000), request(), reply(), succeeded())).toEqual([]);
  expect(holds(request(), reply(429), after(1000), request(), reply(503), failed())).toEqual([]);
  expect(holds(request(), reply(503), failed(), probe('notifications', {}))).toEqual([]);
});
