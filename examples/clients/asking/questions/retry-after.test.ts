import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../../harness/model/trace.ts';
import { callOf, evidence } from '../test-calls.ts';
import { retryAfterQuestions } from './retry-after.ts';

const again = (waitMs: number): Trace => callOf({ end: 429, waits: [waitMs], outcome: 'ok' });
const givenUp = callOf({ end: 429 });
const usual = [0, 1].map((index) => callOf({ end: 429, waits: [400 + 100 * index] }));

/** The answer for 429 where nothing is known of 503. */
const on429 = (name: string, asked: Trace, usually: readonly Trace[] = usual): string | undefined => {
  const told = retryAfterQuestions
    .find(({ id }) => id === `retry-after-${name}`)
    ?.answer(evidence({ [`retry-after-${name}-429`]: [asked], 'status-429': usually }));
  return told?.replace(/; 503: .*/, '').replace(/^429: /, '');
};

describe.each(['seconds', 'date'])('a wait of 37 s, told as %s', (name) => {
  test.each([
    ['waited for', again(37_000), 'honoured'],
    ['waited for and more', again(39_000), 'honoured, waits 39 s'],
    ['not waited for', again(450), 'ignored'],
    ['waited for in part', again(30_000), 'waits 30 s only'],
    ['a reason to give up', givenUp, 'gives up'],
  ])('is %s', (_what, asked, expected) => {
    expect(on429(name, asked)).toBe(expected);
  });

  test('cannot be told where it is the usual wait', () => {
    expect(on429(name, again(40_000), [callOf({ waits: [40_000] })])).toBe('cannot be told: it always waits as long');
  });

  test('is no matter where nothing is retried', () => {
    expect(on429(name, givenUp, [givenUp])).toBe('not retried');
  });
});

describe.each(['past', 'negative', 'garbage'])('a header that tells no wait (%s)', (name) => {
  test.each([
    ['as if it were not there', again(440), 'ignored'],
    ['as zero', again(1), 'at once'],
    ['in its own way', again(60_000), 'waits 1 min'],
    ['as a reason to give up', givenUp, 'gives up'],
  ])('is taken %s', (_what, asked, expected) => {
    expect(on429(name, asked)).toBe(expected);
  });

  test('cannot be told from its absence where every retry comes at once', () => {
    expect(on429(name, again(1), [callOf({ waits: [1] })])).toBe('at once, as always');
  });
});

test('one answer stands for both statuses where it is the same, else each has its own', () => {
  const asked = (on503: Trace) => ({
    'retry-after-seconds-429': [again(37_000)],
    'retry-after-seconds-503': [on503],
    'status-429': usual,
    'status-503': usual,
  });
  const seconds = retryAfterQuestions.find(({ id }) => id === 'retry-after-seconds');
  expect(seconds?.answer(evidence(asked(again(37_000))))).toBe('honoured');
  expect(seconds?.answer(evidence(asked(again(450))))).toBe('429: honoured; 503: ignored');
});

test('what was not asked is not answered', () => {
  expect(retryAfterQuestions.at(-1)?.answer(evidence({ 'status-429': usual }))).toBe(
    'cannot be told: it was not asked',
  );
});
