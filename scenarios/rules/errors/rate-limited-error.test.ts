import { expect, test } from 'vitest';
import { told } from './common-error-cases.ts';
import { rateLimitedError } from './rate-limited-error.ts';

const error = { code: 'RATE_LIMITED', message: 'Processing paused temporarily. Will resume automatically.' };

test('code and sentence hold, whatever status the provider has for it', () => {
  expect(told(rateLimitedError, 429, error)).toEqual([true]);
  expect(told(rateLimitedError, 400, error, { class: 'rate-limited' })).toEqual([true]);
});

test('another code and another sentence break it', () => {
  expect(told(rateLimitedError, 429, { ...error, code: 'TOO_MANY_REQUESTS' })).toEqual([false]);
  expect(told(rateLimitedError, 429, { ...error, message: 'Slow down.' })).toEqual([false]);
});

test('other failures say nothing', () => {
  for (const status of [200, 400, 503]) expect(told(rateLimitedError, status, error)).toEqual([]);
});
