import { expect, test } from 'vitest';
import { told } from './common-error-cases.ts';
import { notFoundError } from './not-found-error.ts';

const error = { code: 'NOT_FOUND', message: 'The requested task was not found. Please verify it exists.' };

test('code and sentence hold', () => {
  expect(told(notFoundError, 404, error)).toEqual([true]);
  expect(told(notFoundError, 404, { ...error, code: 'LINEAR_PROJECT_NOT_FOUND' })).toEqual([true]);
});

test('another code and another sentence break it', () => {
  expect(told(notFoundError, 404, { ...error, code: 'MISSING' })).toEqual([false]);
  expect(told(notFoundError, 404, { ...error, message: 'The requested was not found.' })).toEqual([false]);
});

test('other failures say nothing', () => {
  for (const status of [200, 403, 503]) expect(told(notFoundError, status, error)).toEqual([]);
});
