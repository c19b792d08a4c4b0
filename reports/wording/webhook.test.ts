import { expect, test } from 'vitest';
import type { JsonObject } from '../../harness/model/json.ts';
import { webhookWording } from './webhook.ts';

const message = (rule: string, facts: JsonObject) => webhookWording[rule]?.message(facts);
const sent = {
  event: 'Issue.create',
  what: 'signature of 31 bytes',
  answer: 'answered',
  status: 200,
  effects: 1,
  most: 0,
};

test('a sentence names the delivery, what was wrong with it, and what it got', () => {
  expect(message('bad-signature-refused', sent)).toBe(
    'A delivery of Issue.create (signature of 31 bytes) got status 200.',
  );
  expect(message('good-delivery-accepted', { ...sent, what: 'first delivery', answer: 'reset' })).toBe(
    'A delivery of Issue.create (first delivery) got a connection that was reset.',
  );
  expect(message('refused-delivery-has-no-effect', sent)).toBe(
    'A delivery of Issue.create (signature of 31 bytes) had 1 effect.',
  );
  expect(message('duplicate-has-one-effect', { ...sent, deliveries: 2, effects: 2, most: 1, apartMs: 0 })).toBe(
    'One event (Issue.create) that was delivered 2 times had 2 effects.',
  );
  const restarted = { ...sent, deliveries: 2, effects: 2, most: 1, apartMs: 0, restarted: true };
  expect(message('duplicate-has-one-effect', restarted)).toBe(
    'One event (Issue.create) that was delivered 2 times with a restart in between had 2 effects.',
  );
  expect(
    message('delivery-answered-in-time', {
      ...sent,
      what: 'redelivery',
      afterMs: 40_000,
      downstream: 'hangs',
      limitMs: 20_000,
    }),
  ).toBe('A delivery of Issue.create (redelivery) got status 200 after 40 s while the downstream provider hung.');
  expect(message('acknowledged-work-completes', { ...sent, what: 'first delivery', restarted: true })).toBe(
    'A delivery of Issue.create (first delivery) was acknowledged with status 200, and its work was lost when the process was started again.',
  );
  expect(message('stale-delivery-refused', { ...sent, ageMs: 301_000, effects: 0 })).toMatch(
    /signed .+ ago got status 200 and had 0 effects\.$/,
  );
});

test('a secret is named, never told', () => {
  expect(
    message('refusal-keeps-secrets', { what: 'empty signature header', secret: 'expected signature', where: 'answer' }),
  ).toBe('After a bad delivery (empty signature header) the answer holds the signature that was expected.');
});
