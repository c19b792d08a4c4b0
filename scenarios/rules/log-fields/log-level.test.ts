import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logLevel } from './log-level.ts';

const holds = (level: string | number | null) => answers(logLevel, failedOnce({ level }));

test('WARN and ERROR hold', () => {
  expect(holds('WARN')).toEqual([true]);
  expect(holds('ERROR')).toEqual([true]);
});

test('lower case holds, and is noted', () => {
  expect(holds('warn')).toEqual([true]);
  expect(logLevel.decide(logLevel.observe(failedOnce({ level: 'error' })))[0]?.facts).toMatchObject({
    lowerCase: true,
  });
});

test('numbers, other words, other names and none break it', () => {
  for (const level of [40, 50, 60, 'WARNING', 'fatal', null]) expect(holds(level)).toEqual([false]);
  expect(answers(logLevel, failedOnce(renamed('level', 'severity')))).toEqual([false]);
});

test('lines at other levels are not error lines, and without lines there is nothing to judge', () => {
  expect(holds('INFO')).toEqual([]);
  expect(holds(30)).toEqual([]);
  expect(answers(logLevel, unlogged)).toEqual([]);
});
