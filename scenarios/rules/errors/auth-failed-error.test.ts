import { expect, test } from 'vitest';
import { authFailedError } from './auth-failed-error.ts';
import { told } from './common-error-cases.ts';

const message = 'Unable to authenticate. Please reconnect your account.';

test('the code, alone or with a prefix, and the sentence hold', () => {
  expect(told(authFailedError, 401, { code: 'AUTH_FAILED', message })).toEqual([true]);
  expect(told(authFailedError, 401, { code: 'LINEAR_AUTH_FAILED', message: message.toLowerCase() })).toEqual([true]);
});

test('the sentence may be spread over message and suggestion', () => {
  const error = {
    code: 'AUTH_FAILED',
    message: 'Unable to authenticate.',
    suggestion: 'Please reconnect your account.',
  };
  expect(told(authFailedError, 401, error)).toEqual([true]);
});

test('another code and another sentence break it', () => {
  expect(told(authFailedError, 401, { code: 'UNAUTHORIZED', message })).toEqual([false]);
  expect(told(authFailedError, 401, { code: 'XAUTH_FAILED', message })).toEqual([false]);
  expect(told(authFailedError, 401, { code: 'AUTH_FAILED', message: 'Your key is wrong.' })).toEqual([false]);
});

test('other failures say nothing', () => {
  for (const status of [200, 403, 404, 429, 503])
    expect(told(authFailedError, status, { code: 'X', message })).toEqual([]);
});
