/** The grid that is committed belongs to the contracts that stand here, and to the versions that are installed. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../harness/model/trace.ts';
import { cellsOf, type Grid } from './grid.ts';
import { markdownOf } from './markdown.ts';
import { packages, versionOf } from './packages.ts';
import { questions } from './questions/questions.ts';
import { type CallSpec, callOf } from './test-calls.ts';

const folder = new URL('../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const grid: Grid = JSON.parse(read('grid.json'));
const suffix = '.contract.ts';
const contracts = readdirSync(folder)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length))
  .sort();

describe('the committed grid', () => {
  test('names exactly the contracts that there are', () => {
    expect(contracts.length).toBeGreaterThan(0);
    expect(Object.keys(packages).sort()).toEqual(contracts);
    expect([...new Set(grid.cells.map(({ client }) => client))].sort()).toEqual(contracts);
  });

  test('was made with the versions that are installed: else run `npm run clients`', () => {
    const versions = new Map(grid.cells.map(({ client, version }) => [client, version]));
    expect(Object.fromEntries(versions)).toEqual(
      Object.fromEntries(contracts.map((client) => [client, versionOf(client)])),
    );
  });

  test('answers every question of every client, for both of its calls, once', () => {
    const asked = grid.cells.map(({ client, method, question }) => `${client} ${method} ${question}`);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBe(contracts.length * 2 * questions.length);
    expect(new Set(grid.cells.map(({ question }) => question))).toEqual(new Set(questions.map(({ id }) => id)));
    expect(grid.cells.filter(({ answer }) => answer === '')).toEqual([]);
  });

  test('is what stands in the Markdown', () => {
    expect(read('grid.md')).toBe(markdownOf(grid));
  });
});

const none = (operation: string, spec: CallSpec): Trace => {
  const call = callOf(spec);
  return { ...call, plan: { ...call.plan, scenario: `none.${operation}` } };
};

describe('the cells of a client', () => {
  const well: CallSpec = { struck: false, outcome: 'ok' };

  test('tell two calls of one method apart', () => {
    const cells = cellsOf('some', 'some 1.0.0', [none('read', well), none('write', well)]);
    expect([...new Set(cells.map(({ method }) => method))]).toEqual(['POST (read)', 'POST (write)']);
  });

  test.each([
    ['fails when nothing goes wrong', none('write', {})],
    ['needs more than one request', none('write', { waits: [1], outcome: 'ok' })],
  ])('are not made of a client that %s', (_what, write) => {
    expect(() => cellsOf('some', 'some 1.0.0', [none('read', well), write])).toThrow('its write does not work');
  });
});
