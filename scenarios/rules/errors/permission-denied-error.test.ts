import { expect, test } from 'vitest';
import { told } from './common-error-cases.ts';
import { permissionDeniedError } from './permission-denied-error.ts';

const error = { code: 'PERMISSION_DENIED', message: "You don't have permission to access this task." };

test('code and sentence hold', () => {
  expect(told(permissionDeniedError, 403, error)).toEqual([true]);
});

test('another code and another sentence break it', () => {
  expect(told(permissionDeniedError, 403, { ...error, code: 'FORBIDDEN' })).toEqual([false]);
  expect(told(permissionDeniedError, 403, { ...error, message: 'No.' })).toEqual([false]);
});

test('other failures say nothing', () => {
  for (const status of [200, 401, 404]) expect(told(permissionDeniedError, status, error)).toEqual([]);
});
