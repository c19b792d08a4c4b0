import { expect, test } from 'vitest';
import type { QuotaReading } from '../../../harness/model/trace.ts';
import { after, answers, failed, log, perform, reply, request, succeeded, trace } from '../../test-trace.ts';
import { remainingTracked } from './remaining-tracked.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const used = (resetAt = 30_000, remaining = 0): readonly QuotaReading[] => [{ name: 'requests', remaining, resetAt }];
const first = (quota: readonly QuotaReading[]): Steps => [perform(), request(), reply(200, { quota }), succeeded()];
const next = (afterMs: number): Steps => [perform(), after(afterMs), request({ body: 'b' }), reply(), succeeded()];
const refuses: Steps = [perform(), failed({ code: 'RATE_LIMITED' })];
const three = (events: Steps) => Array.from({ length: 3 }, (_, index) => trace({ case: `test#${index}`, events }));
const holds = (...events: Steps) => answers(remainingTracked, ...three(events));

test('going on at full speed in every case fails, once', () => {
  expect(holds(...first(used()), ...next(0))).toEqual([false]);
});

test('waiting, and refusing by itself, pass', () => {
  expect(holds(...first(used()), ...next(30_000))).toEqual([true, true, true]);
  expect(holds(...first(used()), ...next(2000))).toEqual([true, true, true]);
  expect(holds(...first(used()), ...refuses)).toEqual([true, true, true]);
});

test('a log line with the number shows that somebody looks at it', () => {
  for (const line of [
    log({ rate_limit_remaining: 0 }),
    log({ quota: { requestsRemaining: '0' } }),
    log('rate limit remaining: 0'),
  ])
    expect(holds(...first(used()), line, ...next(0))).toEqual([true, true, true]);
  for (const line of [log({ rate_limit_remaining: 17 }), log({ retries_left: 0 }), log('remaining items: none')])
    expect(holds(...first(used()), line, ...next(0))).toEqual([false]);
});

test('one case in which it was taken notice of is enough', () => {
  const all = [...three([...first(used()), ...next(0)]), trace({ events: [...first(used()), ...refuses] })];
  expect(answers(remainingTracked, ...all)).toEqual([true]);
});

test('too few cases decide nothing', () => {
  const [one, two] = three([...first(used()), ...next(0)]);
  expect(one && two ? answers(remainingTracked, one, two) : undefined).toEqual([]);
});

test('values above 0, a near reset, a newer reply and a passed reset are no test', () => {
  expect(holds(...first(used(30_000, 1)), ...next(0))).toEqual([]);
  expect(holds(...first(used(9000)), ...next(0))).toEqual([]);
  expect(holds(...first(used()), after(25_000), ...next(0))).toEqual([]);
  expect(holds(...first(used()), ...first(used(30_000, 2000)), ...next(0))).toEqual([false]);
  expect(holds(perform(), request(), reply(), succeeded(), ...next(0))).toEqual([]);
});
