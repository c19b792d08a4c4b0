/** The same integration in a container gets the same verdict from every rule as the module that it wraps. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runContract } from '../../harness/run-contract.ts';
import { skipped } from '../../harness/subjects/test-engine.ts';
import { bench } from '../../scenarios/bench.ts';
import { makeBaseImage } from './base-image.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Enough that most rules have something to say, and that it does not last: each case starts a container. */
const scenarios = ['control', 'lost-connection', 'permanent-error'];

describe.skipIf(skipped)('in a container', () => {
  let folder = '';
  beforeAll(async () => {
    makeBaseImage();
    folder = await mkdtemp(join(tmpdir(), 'container-parity-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const verdictsOf = async (contract: string, out: string) => {
    const { results, run } = await runContract(
      contract,
      { seed: 3, cases: 1, jobs: 1, out: join(folder, out), bail: false, inspect: false, explore: false },
      { ...bench, scenarios: bench.scenarios.filter(({ id }) => scenarios.includes(id)), inspectionRules: [] },
    );
    const verdicts = results.map(({ rule, verdict }) => [rule.id, verdict.verdict.verdict] as const);
    return { clock: run.clock, cases: run.cases, verdicts: Object.fromEntries(verdicts) };
  };

  test('on the virtual clock of its Node every rule says what it says of the module', async () => {
    const asModule = await verdictsOf(here('../rest/rest.contract.ts'), 'module');
    const contained = await verdictsOf(here('container.contract.ts'), 'container');
    expect(contained).toEqual(asModule);
    expect(Object.values(contained.verdicts).filter((verdict) => verdict === 'pass').length).toBeGreaterThan(30);
  }, 180_000);
});
