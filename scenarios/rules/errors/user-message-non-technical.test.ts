import { expect, test } from 'vitest';
import { answers, failed, integrationError, perform, reply, request, succeeded, trace } from '../../test-trace.ts';
import { userMessageNonTechnical } from './user-message-non-technical.ts';

const holds = (message: string, status = 503, errorMessage = 'Upstream connect error or disconnect before headers') =>
  answers(
    userMessageNonTechnical,
    trace({
      events: [perform(), request(), reply(status, { errorMessage }), failed(integrationError({ message }))],
    }),
  );

test('words of the user hold, also numbers and names that only look technical', () => {
  for (const message of [
    "Linear is temporarily unavailable. We'll retry automatically.",
    'The title is invalid. It may have at most 503 characters.',
    'There was an error. Please try again at 5:03.',
    'Invalid order 1-503-22.',
    'Open https://linear.app/settings and connect your account again.',
    'An Error occurred; the Exception list of your team is full.',
  ])
    expect(holds(message)).toEqual([true]);
});

test.each([
  ['a stack trace', 'It failed\n    at send (client.js:10:3)'],
  ['the status', 'Linear answered 503.'],
  ['a status with its name', 'Error: 404 Not Found'],
  ['an exception', 'TypeError while sending'],
  ['an error code of the system', 'Could not connect: ECONNRESET'],
  ['a text of the runtime', 'fetch failed'],
  ['an object printed as text', 'Problem: [object Object]'],
  ['JSON', 'Linear said {"errors":[]}'],
  ['HTML', '<html><body>oops'],
  ['the API’s address', 'No answer from api.linear.app'],
  ['a local address', 'No answer from http://127.0.0.1:4010'],
  ['the provider’s own words', 'Sorry: Upstream connect error or disconnect before headers'],
])('%s breaks it', (_, message) => {
  expect(holds(message)).toEqual([false]);
});

test('a suggestion is read by users, too', () => {
  const error = integrationError({ suggestion: 'Catch the AbortError.' });
  expect(answers(userMessageNonTechnical, trace({ events: [perform(), failed(error)] }))).toEqual([false]);
});

test('a short text of the provider may well be what anybody would say', () => {
  expect(holds('The service is overloaded: Service unavailable', 503, 'Service unavailable')).toEqual([true]);
});

test('a success and an error without any text say nothing', () => {
  const events = [perform(), request(), reply(), succeeded()];
  expect(answers(userMessageNonTechnical, trace({ events }))).toEqual([]);
  expect(answers(userMessageNonTechnical, trace({ events: [perform(), failed({ code: 'X' })] }))).toEqual([]);
});
