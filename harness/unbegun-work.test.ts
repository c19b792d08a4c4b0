import { expect, test } from 'vitest';
import type { TraceEvent } from './model/trace.ts';
import { hasUnbegunWork } from './unbegun-work.ts';

const facts: Parameters<typeof hasUnbegunWork>[2] = {
  type: 'bidirectional',
  probes: [],
  webhook: {
    ...{ provider: 'shop', dialect: 'shop', secret: 'SHOP_SECRET', events: ['order.created'], signsTime: true },
    ...{ toleranceMs: 300_000, redeliveryWindowMs: 0 },
  },
};
let seq = 0;
const base = () => ({ seq: seq++, at: 0, action: 0 });
const delivery = (event = 'order.created', expected: 'accept' | 'refuse' = 'accept'): TraceEvent => ({
  ...base(),
  ...{ type: 'delivery', delivery: 0, event, deliveryId: 'd', attempt: 0, expect: expected, what: 'first delivery' },
  ...{ headers: {}, body: '', bytes: 0, hangUp: false },
});
const answer = (status: number): TraceEvent => ({
  ...base(),
  ...{ type: 'answer', delivery: 0, result: { kind: 'answered', status, body: '' }, sightings: [] },
});
const request = (number = 0): TraceEvent => ({
  ...base(),
  ...{
    type: 'request',
    request: number,
    provider: 'shop',
    method: 'POST',
    url: '/',
    headers: {},
    body: '',
    sightings: [],
  },
  reading: { operation: 'POST /', stateChanging: true, fingerprint: 'f', credential: { kind: 'none' } },
});
const reply = (replyClass: 'server-error' | 'permanent'): TraceEvent => ({
  ...base(),
  ...{ type: 'reply', request: 0, status: 0, headers: {}, body: '', bytes: 0, sightings: [] },
  reading: { class: replyClass },
});
const exit = (why: 'planned' | 'crashed' = 'planned'): TraceEvent => ({
  ...{ seq: seq++, at: 0 },
  ...{ type: 'exit', code: null, signal: 'SIGKILL', why },
});
const effect = (): TraceEvent => ({
  ...base(),
  ...{ type: 'effect', source: 'ledger', operation: 'POST /', entity: 'orders', id: '1' },
});
const of = (...events: readonly TraceEvent[]) => hasUnbegunWork(events, 0, facts);

test('an event that was taken in has to lead to something', () => {
  expect(of(delivery(), answer(200))).toBe(true);
  expect(of(delivery(), answer(200), request())).toBe(false);
  expect(of(delivery(), answer(200), effect())).toBe(false);
});

test('what failed for now may be in the queue again, and what failed for good is over', () => {
  expect(of(delivery(), answer(200), request(), reply('server-error'))).toBe(true);
  expect(of(delivery(), answer(200), request(), reply('server-error'), request(1))).toBe(false);
  expect(of(delivery(), answer(200), request(), reply('permanent'))).toBe(false);
});

test('what was done for the event before says nothing of this one', () => {
  expect(of(delivery(), answer(200), request(), delivery(), answer(200))).toBe(true);
});

test('work that a restart broke off has to begin again, unless it was done', () => {
  expect(of(delivery(), answer(200), exit())).toBe(true);
  expect(of(delivery(), answer(200), request(), exit())).toBe(true);
  expect(of(delivery(), answer(200), request(), effect(), exit())).toBe(false);
  expect(of(delivery(), answer(200), exit(), request())).toBe(false);
  expect(of(delivery(), answer(200), exit('crashed'))).toBe(false);
});

test('nothing is waited for that nobody could see', () => {
  const events = [delivery(), answer(200)];
  expect(hasUnbegunWork(events, 0, { ...facts, type: 'input-only' })).toBe(false);
  expect(hasUnbegunWork(events, 0, { ...facts, type: 'input-only', probes: ['effects'] })).toBe(true);
});

test('what was refused, or is not for us, leads to nothing', () => {
  expect(of(delivery(), answer(401))).toBe(false);
  expect(of(delivery('order.created', 'refuse'), answer(200))).toBe(false);
  expect(of(delivery('order.archived'), answer(200))).toBe(false);
});
