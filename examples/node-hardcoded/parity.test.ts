/** One integration, run in three ways, gets the same verdict from every rule. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runContract } from '../../harness/run-contract.ts';
import { bench } from '../../scenarios/bench.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Enough that most rules have something to say, and that it does not last: the third way takes real time. */
const scenarios = ['control', 'lasting-outage', 'lost-connection', 'permanent-error'];

/** What the clock alone decides differently, and why. */
const exceptions: { readonly [rule: string]: string } = {};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verdictsOf = async (contract: string, out: string) => {
  const { results, run } = await runContract(
    contract,
    { seed: 3, cases: 1, jobs: 1, out: join(folder, out), bail: false, inspect: false, explore: false },
    { ...bench, scenarios: bench.scenarios.filter(({ id }) => scenarios.includes(id)), inspectionRules: [] },
  );
  return {
    clock: run.clock,
    cases: run.cases,
    verdicts: Object.fromEntries(
      results
        .filter(({ rule }) => !(rule.id in exceptions))
        .map(({ rule, verdict }) => [rule.id, verdict.verdict.verdict]),
    ),
  };
};

test('as a module, as a command with fixed hosts through the redirect, and through the proxy on the real clock', async () => {
  const asModule = await verdictsOf(here('../rest/rest.contract.ts'), 'module');
  const redirected = await verdictsOf(here('node-hardcoded.contract.ts'), 'redirected');
  const proxied = await verdictsOf(here('proxied.contract.ts'), 'proxied');
  expect([asModule.clock, redirected.clock, proxied.clock]).toEqual(['virtual', 'virtual', 'real']);
  expect([redirected.cases, proxied.cases]).toEqual([asModule.cases, asModule.cases]);
  expect(Object.values(asModule.verdicts).filter((verdict) => verdict === 'pass').length).toBeGreaterThan(30);
  expect(redirected.verdicts).toEqual(asModule.verdicts);
  expect(proxied.verdicts).toEqual(asModule.verdicts);
}, 120_000);
