import { expect, test } from 'vitest';
import { testReport } from '../test-report.ts';
import { pictureRows } from './picture-rows.ts';

const [rule] = testReport.rules;
const events = rule?.counterexample?.events ?? [];
const told = (...args: Parameters<typeof pictureRows>) =>
  pictureRows(...args).map((row) => {
    if (row.kind === 'event') return `${row.at} ${row.marked ? '* ' : ''}${row.mark.text}`;
    return row.kind === 'edge' ? `${row.at} -- ${row.text}` : `(${row.events} left out)`;
  });

test('equal idempotency keys have the same letter, and what the finding rests on is marked', () => {
  expect(told(events, new Set([1, 5]), undefined, 48)).toEqual([
    '0 call create_order',
    '0 * POST /orders · key A',
    '1204 lost-reply, after it acted',
    '1204 connection reset',
    '1204 SECRET SHOP_KEY: log: </script><img src=x…',
    '1904 * POST /orders · key B',
    '1904 201',
    '1904 the call returns ok',
  ]);
});

test('the edges of the window stand where they belong in time, or right after an event', () => {
  const opens = { at: 1204, after: 3, text: 'from here' };
  const closes = { at: 2204, text: 'to here' };
  const rows = told(events, new Set(), { opens, closes }, 48);
  expect(rows.slice(3, 6)).toEqual(['1204 connection reset', '1204 -- from here', expect.stringContaining('SECRET')]);
  expect(rows.at(-1)).toBe('2204 -- to here');
  const before = { opens: { at: -300, text: 'signed' }, closes: { at: -1, text: 'too old' } };
  expect(told(events, new Set(), before, 48).slice(0, 3)).toEqual([
    '-300 -- signed',
    '-1 -- too old',
    '0 call create_order',
  ]);
});

test('of too many events log lines go first, what the finding rests on never, and what is missing is said', () => {
  expect(told(events, new Set([7]), undefined, 3)).toEqual([
    '0 call create_order',
    '0 POST /orders · key A',
    '(5 left out)',
    '1904 * the call returns ok',
  ]);
  expect(told(events, new Set(), undefined, 7)).toContain('(1 left out)');
});
