/**
 * Cases per second for the case 503, 503, 200 with fetch: one subject, two jobs, and the same work by hand.
 * The three take turns, so that a change in the machine's speed touches all of them. `--rounds N`, `--cases N`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench } from '../harness/bench.ts';
import { openCaseBench } from '../harness/case-bench.ts';
import { runJobs } from '../harness/jobs.ts';
import { loadContract } from '../harness/load-contract.ts';
import type { RunOptions } from '../harness/run-options.ts';
import { select } from '../harness/select.ts';
import { createRun, readTraces } from '../harness/store.ts';
import { byHand } from './by-hand.ts';
import { bench } from './two-failures.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, cases: { type: 'string', default: '2000' } },
});
const rounds = Number(values.rounds);
const cases = Number(values.cases);
const contractPath = fileURLToPath(new URL('./fetch.contract.ts', import.meta.url));

/** From the first case's start to the last one's end, after every job's subject has been started. */
const withGauntlet = async (jobs: number, timed: Bench): Promise<number> => {
  const out = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'));
  try {
    const options: RunOptions = { seed: 1, cases, jobs, out, bail: false, inspect: false };
    const contract = await loadContract(contractPath);
    const selection = select(contract, timed, options, 'virtual');
    const opened = await openCaseBench(contract, timed.faults, options.seed, false);
    const folder = join(out, 'items');
    createRun(folder, {
      storeVersion: 1,
      id: 'bench',
      contract: contractPath,
      seed: 1,
      planned: cases,
      clock: 'virtual',
      startedAt: new Date().toISOString(),
      facts: opened.facts,
    });
    const started = performance.now();
    await runJobs({ folder, contract, bench: timed, options, selection, opened });
    const perSecond = (cases * 1000) / (performance.now() - started);
    let whole = 0;
    for (const trace of readTraces(folder))
      if (trace.events.filter(({ type }) => type === 'reply').length === 3) whole += 1;
    if (whole !== cases) throw new Error(`only ${whole} of ${cases} cases made their three requests`);
    return perSecond;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

const measured: { readonly hand: number; readonly one: number; readonly two: number }[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const hand = await byHand(cases);
  const one = await withGauntlet(1, bench);
  const two = await withGauntlet(2, bench);
  measured.push({ hand, one, two });
  console.log(
    `round ${round}: by hand ${hand.toFixed(0)} cases/s · one subject ${one.toFixed(0)} (${(one / hand).toFixed(2)}x) · --jobs 2 ${two.toFixed(0)} (${(two / hand).toFixed(2)}x)`,
  );
}
const ratio = (of: 'one' | 'two'): string => median(measured.map((each) => each[of] / each.hand)).toFixed(2);
console.log(
  `median of ${rounds}: one subject ${ratio('one')}x by hand, --jobs 2 ${ratio('two')}x (start of the second job included)`,
);
