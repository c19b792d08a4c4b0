import { expect, test } from 'vitest';
import { told } from './common-error-cases.ts';
import { invalidRequestError } from './invalid-request-error.ts';

const error = {
  code: 'INVALID_REQUEST',
  message: 'The title is invalid. It is longer than 255 characters; shorten it.',
};

test('code and sentence hold, after 400 and after 422', () => {
  expect(told(invalidRequestError, 400, error)).toEqual([true]);
  expect(told(invalidRequestError, 422, error)).toEqual([true]);
});

test('another code, and a sentence that says neither what nor how, break it', () => {
  expect(told(invalidRequestError, 422, { ...error, code: 'BAD_INPUT' })).toEqual([false]);
  expect(told(invalidRequestError, 422, { ...error, message: 'Bad request.' })).toEqual([false]);
});

test('other failures say nothing, also those that come as 400', () => {
  expect(told(invalidRequestError, 404, error)).toEqual([]);
  expect(told(invalidRequestError, 400, error, { class: 'rate-limited' })).toEqual([]);
  expect(told(invalidRequestError, 400, error, { class: 'conflict' })).toEqual([]);
});
