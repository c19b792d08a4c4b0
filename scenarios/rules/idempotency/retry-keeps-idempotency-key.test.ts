import { expect, test } from 'vitest';
import { abort, after, answers, perform, read, reply, request, silence, succeeded, trace } from '../../test-trace.ts';
import { retryKeepsIdempotencyKey } from './retry-keeps-idempotency-key.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(retryKeepsIdempotencyKey, trace({ events: [perform(), ...events, succeeded()] }));
const keyed = (key: string) => request({ key });

test.each([
  ['a server error', [reply(503)]],
  ['a lost reply', [silence('reset')]],
  ['a timeout', [silence('hang'), after(10_000), abort()]],
  ['a timeout of a client that leaves the connection open', [silence('hang'), after(10_000)]],
])('the key stays after %s', (_, ending) => {
  expect(holds(keyed('a'), ...ending, keyed('a'), reply())).toEqual([true]);
  expect(holds(keyed('a'), ...ending, keyed('b'), reply())).toEqual([false]);
  expect(holds(keyed('a'), ...ending, request(), reply())).toEqual([false]);
});

test('reading after a conflict is another request; writing again under a new key is not', () => {
  const conflict = reply(400, { class: 'conflict' });
  expect(holds(keyed('a'), silence(), keyed('a'), conflict, read(), reply())).toEqual([true]);
  expect(holds(keyed('a'), silence(), keyed('a'), conflict, keyed('b'), reply())).toEqual([false]);
});

test('one attempt, or no key at all, is no test of it', () => {
  expect(holds(keyed('a'), reply())).toEqual([]);
  expect(holds(request(), reply(503), request(), reply())).toEqual([]);
  expect(holds(keyed('a'), reply(), request({ key: 'b', operation: 'commentCreate' }), reply())).toEqual([]);
});
