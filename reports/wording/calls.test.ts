import { expect, test } from 'vitest';
import type { JsonObject } from '../../harness/model/json.ts';
import { backoffWording } from './backoff.ts';
import { idempotencyWording } from './idempotency.ts';
import { rateLimitWording } from './rate-limit.ts';
import { retryWording } from './retry.ts';

const all = { ...retryWording, ...idempotencyWording, ...backoffWording, ...rateLimitWording };
const message = (rule: string, facts: JsonObject) => all[rule]?.message(facts);
const attempt = { operation: 'create_task', provider: 'linear', request: 'issueCreate', method: 'POST' };

test('a sentence names the parameters that matter', () => {
  expect(
    message('retry-after-honoured', {
      ...attempt,
      failure: 'rate-limited',
      status: 429,
      askedMs: 30_000,
      waitedMs: 3000,
      form: 'http-date',
    }),
  ).toBe(
    'A POST (issueCreate) was sent again 3 s after a rate limit (status 429) that asked to wait 30 s (Retry-After as HTTP-date).',
  );
  expect(
    message('server-error-retried', { ...attempt, failure: 'server-error', status: 503, attempt: 1, maxRetries: 3 }),
  ).toBe('A POST (issueCreate) was not sent again after status 503, although create_task had used 1 attempt of 4.');
  const asked = { ...attempt, failure: 'server-error', status: 503, attempt: 1, maxRetries: 3, waitMs: 11_000 };
  expect(message('server-error-retried', { ...asked, maxDelayMs: 60_000 })).toBe(
    'A POST (issueCreate) was not sent again after status 503 that asked to wait 11 s, although create_task had used 1 attempt of 4.',
  );
  expect(message('retry-keeps-idempotency-key', { ...attempt, requests: 3, keys: 3 })).toBe(
    'A POST (issueCreate) was sent 3 times for one create_task, under 3 different keys.',
  );
  expect(
    message('backoff-starts-from-zero', {
      retry: 0,
      envelopeMs: 1000,
      samples: 64,
      part: 'lower half',
      found: 0,
      meant: 32,
    }),
  ).toBe('The lower half of 0 to 1 s held 0 of 64 delays before retry 1, not about 32 as with full jitter.');
});

test('a request that has its method in its name is not told twice, and one that never left is told plainly', () => {
  const facts = { failure: 'lost-connection', how: 'refused', operation: 'ask', attempt: 1, maxRetries: 2 };
  expect(message('lost-connection-retried', { ...facts, method: '', request: '' })).toMatch(/^A request was not sent/);
  expect(message('lost-connection-retried', { ...facts, method: 'POST', request: 'POST /v1/messages' })).toMatch(
    /^A POST \/v1\/messages was not sent again after a refused connection/,
  );
  const cut = { ...facts, how: 'handshake-cut', method: '', request: '' };
  expect(message('lost-connection-retried', cut)).toMatch(
    /^A request was not sent again after a TLS handshake that was cut,/,
  );
});

test('what came from outside stays on one line and cannot grow without end', () => {
  const key = `k\n\u001b[31m${'x'.repeat(500)}`;
  const sentence = message('new-key-is-uuid', { ...attempt, key }) ?? '';
  expect(sentence).not.toContain('\n');
  expect(sentence.length).toBeLessThan(250);
});
