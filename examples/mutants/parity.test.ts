/** Every rule has a mutant of its own name, and every mutant says truly what it is for. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRules } from '../../scenarios/rules/index.ts';
import { ruleOf } from '../calibration/contracts.ts';

const suffix = '.contract.ts';
const rules = allRules.map(({ id }) => id);
const mutants = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));

const isBase = (name: string): boolean => name === 'none' || name.startsWith('none-');

test('each rule has a mutant, and each mutant but what they are made from a rule', () => {
  const broken = new Set(mutants.filter((name) => !isBase(name)).map((name) => ruleOf({ name })));
  expect([...broken].sort()).toEqual([...rules].sort());
});

test.each(mutants)('%s declares rules that exist, its own first', async (name) => {
  const { breaks, leavesOpen = [], default: contract } = await import(/* @vite-ignore */ `./${name}${suffix}`);
  expect(contract).toMatchObject({ service: expect.any(String), start: expect.any(Function) });
  const declared = [...breaks, ...leavesOpen];
  expect(declared[0]).toBe(isBase(name) ? undefined : ruleOf({ name }));
  expect(declared.filter((rule: string) => !rules.includes(rule))).toEqual([]);
});
