import { expect, test } from 'vitest';
import { standardWebhooks } from '../providers/index.ts';
import { duplicate } from './deliveries/faults/duplicate.ts';
import { faults } from './faults/index.ts';
import type { Action, Plan } from './model/plan.ts';
import { realMs, restarts } from './real-time.ts';

const context = {
  faults: new Map([...faults, duplicate].map((fault) => [fault.id, fault])),
  policy: { maxRetries: 3, baseDelayMs: 10, maxDelayMs: 100, attemptTimeoutMs: 400 },
  dialect: standardWebhooks,
};
const deliver: Action = { kind: 'deliver', event: 'order.created', deliveryId: 'one', payload: {} };
const plan = (action: Action, fault?: string, params: Plan['faults'][number]['params'] = {}, times = 1): Plan => ({
  scenario: 's',
  seed: 1,
  actions: [action],
  faults: fault === undefined ? [] : [{ fault, params, on: { action: 0, nth: 1, times } }],
});
const wait: Action = { kind: 'wait', ms: 3_600_000 };
const perform: Action = { kind: 'perform', operation: 'o', input: {}, user: 'u', correlationId: 'c' };

test('a plan lasts as long as it waits, and as what it asks of a client that does as it is told', () => {
  expect(realMs(plan(wait), context)).toBe(3_600_000);
  expect(realMs(plan(perform, 'rate-limited', { retryAfter: 'seconds', seconds: 7 }), context)).toBe(7_000);
  expect(realMs(plan(perform, 'rate-limited', { retryAfter: 'negative', seconds: 7 }), context)).toBe(0);
  // No client asks more often than it has attempts.
  expect(realMs(plan(perform, 'server-error', { status: 503, retryAfterSeconds: 2 }, 50), context)).toBe(8_000);
  expect(realMs(plan(perform, 'hang', { acted: true }, 2), context)).toBe(800);
  expect(realMs(plan(deliver, 'duplicate', { when: 'at-once' }), context)).toBe(0);
  expect(realMs(plan(deliver, 'duplicate', { when: 'near-24-hours' }), context)).toBeGreaterThan(80_000_000);
});

test('some plans end the process of the subject', () => {
  expect(restarts(plan(deliver, 'duplicate', { when: 'after-restart' }), context)).toBe(true);
  expect(restarts(plan({ kind: 'restart' }), context)).toBe(true);
  expect(restarts(plan(deliver, 'duplicate', { when: 'at-once' }), context)).toBe(false);
});

test('a good reply that says that nothing is left keeps one call waiting once, however often it is said', () => {
  expect(realMs(plan(perform, 'quota-left', { remaining: 0, resetInMs: 12_000 }, 50), context)).toBe(12_000);
});
