import { expect, test } from 'vitest';
import { answers, perform, succeeded, testFacts, trace } from '../../test-trace.ts';
import { declaredRetriesSane } from './declared-retries-sane.ts';

const declaring = (maxRetries: number) =>
  trace({ facts: { policy: { ...testFacts.policy, maxRetries } }, events: [perform(), succeeded()] });

test.each([1, 3, 10])('%i retries are sane', (maxRetries) => {
  expect(answers(declaredRetriesSane, declaring(maxRetries))).toEqual([true]);
});

test.each([0, 11, 100, Number.POSITIVE_INFINITY])('%d retries are not', (maxRetries) => {
  expect(answers(declaredRetriesSane, declaring(maxRetries))).toEqual([false]);
});

test('one declaration gives one finding, however many cases ran', () => {
  expect(answers(declaredRetriesSane, declaring(11), declaring(11))).toEqual([false]);
});
