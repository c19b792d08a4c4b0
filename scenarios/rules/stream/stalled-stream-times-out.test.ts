import { expect, test } from 'vitest';
import { abort, after, answers, failed, perform, read, reply, succeeded, trace, unsettled } from '../../test-trace.ts';
import { stalledStreamTimesOut as rule } from './stalled-stream-times-out.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(rule, trace({ events: [perform('get_task'), read(), ...events] }));
const stream = { events: 4, content: 3, text: 'The quick brown', ends: 'early' } as const;
const stalled = reply(200, { stream, cutAfter: 40, cutBy: 'hang' });

test('giving it up within the declared time after the last event holds', () => {
  expect(holds(stalled, after(10_000), abort(), failed())).toEqual([true]);
  expect(holds(after(9_000), stalled, after(10_900), abort(), failed())).toEqual([true]);
});

test('telling the caller holds too, though the connection stays', () => {
  expect(holds(stalled, after(10_000), failed())).toEqual([true]);
});

test('giving it up much later, or never, breaks it', () => {
  expect(holds(stalled, after(60_000), abort(), failed())).toEqual([false]);
  expect(holds(stalled, after(90_000), unsettled('stuck'))).toEqual([false]);
});

test('a stream that is cut or whole does not put it to the test', () => {
  expect(holds(reply(200, { stream, cutAfter: 40, cutBy: 'reset' }), after(60_000), failed())).toEqual([]);
  expect(holds(reply(200, { stream: { ...stream, ends: 'whole' } }), after(60_000), succeeded())).toEqual([]);
});
