/** Every rule has a mutant of its own name, and every mutant says truly what it is for. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRules } from '../../scenarios/rules/index.ts';

const suffix = '.contract.ts';
const rules = allRules.map(({ id }) => id);
const mutants = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));

test('each rule has a mutant, and each mutant but "none" a rule', () => {
  expect(mutants.filter((name) => name !== 'none').sort()).toEqual([...rules].sort());
});

test.each(mutants)('%s declares rules that exist, its own first', async (name) => {
  const { breaks, default: contract } = await import(/* @vite-ignore */ `./${name}${suffix}`);
  expect(contract).toMatchObject({ service: expect.any(String), start: expect.any(Function) });
  expect(breaks[0]).toBe(name === 'none' ? undefined : name);
  expect(breaks.filter((rule: string) => !rules.includes(rule))).toEqual([]);
});
