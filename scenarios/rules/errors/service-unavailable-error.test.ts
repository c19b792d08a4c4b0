import { expect, test } from 'vitest';
import { told } from './common-error-cases.ts';
import { serviceUnavailableError } from './service-unavailable-error.ts';

const error = { code: 'SERVICE_UNAVAILABLE', message: "Linear is temporarily unavailable. We'll retry automatically." };

test('code and sentence hold for each server error, with any service in it and any apostrophe', () => {
  for (const status of [500, 502, 503, 504]) expect(told(serviceUnavailableError, status, error)).toEqual([true]);
  const message = 'The tracker is temporarily unavailable. We’ll retry automatically.';
  expect(told(serviceUnavailableError, 503, { ...error, message })).toEqual([true]);
});

test('another code, another sentence and a missing service break it', () => {
  expect(told(serviceUnavailableError, 503, { ...error, code: 'LINEAR_DOWN' })).toEqual([false]);
  expect(told(serviceUnavailableError, 503, { ...error, message: 'Linear is down.' })).toEqual([false]);
  const message = "is temporarily unavailable. We'll retry automatically.";
  expect(told(serviceUnavailableError, 503, { ...error, message })).toEqual([false]);
});

test('other failures say nothing', () => {
  for (const status of [200, 401, 429, 501, 529]) expect(told(serviceUnavailableError, status, error)).toEqual([]);
});
