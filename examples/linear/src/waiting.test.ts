import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullJitter } from './backoff.ts';
import { policy } from './policy.ts';
import { readQuotas, waitForQuotas } from './quota.ts';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-11-23T10:00:00Z');

describe('back-off', () => {
  test('is anywhere between nothing and the doubled base, and never above the cap', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 40 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retry, random) => {
          const delay = fullJitter(retry, () => random);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retry));
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  test.each([
    ['30', 30_000],
    ['0', 0],
    ['1.5', 1_500],
    ['Mon, 23 Nov 2026 10:00:20 GMT', 20_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
  ])('%s is understood', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  test.each(['-5', 'soon', '', '1e3', 'Mon, never'])('%j counts as absent', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });
});

describe('quota', () => {
  const headers = (requests: number, complexity: number): Headers =>
    new Headers({
      'x-ratelimit-requests-remaining': String(requests),
      'x-ratelimit-requests-reset': String(now + 20_000),
      'x-ratelimit-complexity-remaining': String(complexity),
      'x-ratelimit-complexity-reset': String(now + 50_000),
    });

  test('the later reset counts when both quotas are used up', () => {
    expect(waitForQuotas(readQuotas(headers(0, 0)), now)).toBe(50_000);
  });

  test('a quota that is not used up makes nobody wait', () => {
    expect(waitForQuotas(readQuotas(headers(1, 900)), now)).toBe(0);
  });
});
