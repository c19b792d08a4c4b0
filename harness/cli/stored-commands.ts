/** The commands that work on stored runs: `judge`, `report`, `replay` and `trace`. */
import { dirname } from 'node:path';
import { timeline, timelineText } from '../../reports/timeline.ts';
import { plain } from '../../reports/untrusted.ts';
import type { Bench } from '../bench.ts';
import { judgeStored } from '../judge-stored.ts';
import type { Trace } from '../model/trace.ts';
import { UsageError } from '../ports/errors.ts';
import { type ReplayResult, replayStored } from '../replay.ts';
import { findTrace, readCounterexamples, readRun, readTraces } from '../store.ts';
import { conclude, type Delivery, deliverReport, signedReport } from './deliver.ts';
import { deliverFleet, requireOneStandard } from './fleet.ts';
import { benchFor, type JudgedRun, judgeMembers, membersOf } from './judged-runs.ts';
import { requireKnown } from './near.ts';
import { home, merged, oneRunFolder, runFolders } from './run-folders.ts';
import { steps } from './steps.ts';

/** Nothing is written before every report is made: what goes wrong with one leaves no part of the others. */
const deliverAll = (runs: readonly JudgedRun[], fleetFolder: string, delivery: Delivery): number => {
  const reports = runs.map(({ result, bench }) => ({ result, report: signedReport(result, bench, delivery) }));
  const delivered = reports.map(({ result, report }) => deliverReport(report, result.folder, delivery));
  if (delivered.length > 1) deliverFleet(delivered, fleetFolder, delivery);
  return conclude(delivered, delivery);
};

/** Where the integrations of one run lie together. */
const aboveAll = (given: string): string => dirname(runFolders(given)[0] ?? home);

/** Judges every integration of a run again with today's rules. */
export const judgeCommand = (given: string, delivery: Delivery, bench: Bench): number => {
  const runs = runFolders(given).map((folder) => {
    const stored = readRun(folder);
    return { folder, service: stored.facts.service, bench: benchFor(stored, bench) };
  });
  requireOneStandard(runs);
  return deliverAll(
    runs.map(({ folder, bench: own }) => ({ result: judgeStored(folder, own), bench: own })),
    aboveAll(given),
    delivery,
  );
};

/**
 * Renders a run, or makes one of several shards: their traces are put together and judged as a whole. Several integrations
 * are shown side by side too: in `out`, beside them when one run holds them all, else among what was merged.
 */
export const reportCommand = (
  given: readonly string[],
  out: string | undefined,
  delivery: Delivery,
  bench: Bench,
): number => {
  const members = membersOf(given, out, bench);
  requireOneStandard(members);
  const [only] = given.length === 1 ? given : [];
  return deliverAll(judgeMembers(members, out), out ?? (only === undefined ? merged : aboveAll(only)), delivery);
};

const replayText = ({ rule, status, detail, trace }: ReplayResult): string => {
  const lines = trace === undefined || status === 'FIXED' ? [] : timelineText(timeline(trace.events));
  return [`${status}  ${rule}`, `  ${plain(detail)}`, ...lines.map((line) => `    ${line}`)].join('\n');
};

const replayExit = (results: readonly ReplayResult[]): number => {
  if (results.some(({ status }) => status === 'ERROR')) return 4;
  return results.some(({ status }) => status === 'STILL FAILS') ? 1 : 0;
};

/** Runs stored counterexamples again: 0 when all are fixed, 1 when one still fails, 4 when one could not be told. */
export const replayCommand = async (
  given: string,
  rule: string | undefined,
  options: { readonly json?: true; readonly inspectSubject?: true },
  bench: Bench,
): Promise<number> => {
  requireKnown(
    'rule',
    rule === undefined ? [] : [rule],
    bench.rules.map(({ id }) => id),
    '`gauntlet rules` lists all rules.',
  );
  const results: ReplayResult[] = [];
  for (const folder of runFolders(given)) {
    const stored = readCounterexamples(folder).some((each) => rule === undefined || each.rule === rule);
    // A run of several integrations has the counterexample in some of them only.
    if (!stored && runFolders(given).length > 1) continue;
    results.push(...(await replayStored(folder, rule, bench, options.inspectSubject === true)));
  }
  if (results.length === 0)
    throw new UsageError(
      `${given} stored no counterexample${rule === undefined ? '' : ` for ${rule}`}: nothing failed that one case decides.`,
    );
  process.stdout.write(
    options.json
      ? `${JSON.stringify(
          results.map(({ rule: id, status, detail }) => ({ rule: id, status, detail })),
          null,
          2,
        )}\n`
      : `${results.map(replayText).join('\n\n')}\n`,
  );
  return replayExit(results);
};

const ofCounterexample = (folder: string, id: string): Trace | undefined =>
  readCounterexamples(folder).find((each) => each.rule === id)?.trace;

/** One case, by its id or by the rule whose counterexample it is; without an id, the ids of all cases. */
export const traceCommand = (
  given: string,
  id: string | undefined,
  options: { readonly json?: true },
  bench: Bench,
): number => {
  const folder = oneRunFolder(given);
  if (id === undefined) {
    const ids = [...readTraces(folder)].map((trace) => trace.case);
    if (ids.length === 0)
      throw new UsageError(`${folder} holds no case: its run was ended before one began. Run the contract again.`);
    process.stdout.write(`${options.json ? JSON.stringify(ids, null, 2) : ids.join('\n')}\n`);
    return 0;
  }
  const trace = findTrace(folder, id) ?? ofCounterexample(folder, id);
  if (trace === undefined) {
    const known = [
      ...[...readTraces(folder)].map((each) => each.case),
      ...readCounterexamples(folder).map(({ rule }) => rule),
    ];
    requireKnown('case', [id], known, `\`gauntlet trace ${given}\` lists all cases.`);
    return 2;
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(trace, null, 2)}\n`);
    return 0;
  }
  const lines = [
    `${trace.case} · seed ${trace.plan.seed} · ${trace.clock} clock · began ${new Date(trace.epochMs).toISOString()}${trace.complete ? '' : ' · ended early'}`,
    ...steps(trace.plan, bench.faults).map((step, index) => `  ${index + 1}. ${plain(step)}`),
    '',
    ...timelineText(timeline(trace.events)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};
