/** `gauntlet report --kind` and `--baseline`: the reviews that the standard asks for, and what changed since a run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesReview } from '../../reports/reviews/changes.ts';
import { type IncidentEvidence, incidentReview } from '../../reports/reviews/incident.ts';
import { readIncidentLog } from '../../reports/reviews/incident-log.ts';
import { reviewMarkdown } from '../../reports/reviews/markdown.ts';
import { newIntegrationReview } from '../../reports/reviews/new-integration.ts';
import { quarterlyReview } from '../../reports/reviews/quarterly.ts';
import type { Review } from '../../reports/reviews/review.ts';
import type { Bench } from '../bench.ts';
import { worstExitCode } from '../gate.ts';
import { breaks } from '../judge.ts';
import { judgeStored } from '../judge-stored.ts';
import type { Report } from '../model/report.ts';
import { UsageError } from '../ports/errors.ts';
import type { RunResult } from '../run-result.ts';
import { findTrace, readCounterexamples, readRun } from '../store.ts';
import { type Delivery, signedReport } from './deliver.ts';
import { writeFormats } from './formats.ts';
import { judgedRuns } from './judged-runs.ts';
import { runFolders } from './run-folders.ts';

export const reviewKinds = ['new', 'quarterly', 'incident'] as const;

export interface ReviewOptions {
  readonly out?: string;
  readonly kind?: (typeof reviewKinds)[number];
  readonly baseline?: string;
  readonly log?: string;
  readonly case?: string;
}

/** Both runs are judged with today's rules, so that only what was seen differs. */
const baselineOf = (
  given: string | undefined,
  service: string,
  delivery: Delivery,
  bench: Bench,
): Report | undefined => {
  if (given === undefined) return undefined;
  const folder = runFolders(given).find((each) => readRun(each).facts.service === service);
  if (folder === undefined) throw new UsageError(`${given} holds no run of ${service} to compare with.`);
  return signedReport(judgeStored(folder, bench), bench, delivery);
};

const traceOf = (folder: string, id: string | undefined, bench: Bench): IncidentEvidence['trace'] => {
  if (id === undefined) return undefined;
  const trace = findTrace(folder, id) ?? readCounterexamples(folder).find(({ rule }) => rule === id)?.trace;
  if (trace === undefined)
    throw new UsageError(`${folder} stored no case ${id}. \`gauntlet trace ${folder}\` lists all cases.`);
  const rules = bench.rules.filter((rule) => rule.samples === undefined && breaks(rule, trace));
  return { events: trace.events, breaks: rules.map((rule) => rule.id) };
};

const logOf = (path: string | undefined) => {
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new UsageError(`${path} does not exist. Give a log with one JSON object a line.`);
  return readIncidentLog(readFileSync(path, 'utf8'));
};

const reviewOf = (
  result: RunResult,
  report: Report,
  delivery: Delivery,
  options: ReviewOptions,
  bench: Bench,
): Review => {
  const baseline = baselineOf(options.baseline, result.facts.service, delivery, bench);
  switch (options.kind) {
    case 'new':
      return newIntegrationReview(report);
    case 'quarterly':
      return quarterlyReview(report, baseline);
    case 'incident': {
      const [log, trace] = [logOf(options.log), traceOf(result.folder, options.case, bench)];
      return incidentReview(report, { ...(log !== undefined && { log }), ...(trace !== undefined && { trace }) });
    }
    default:
      return changesReview(report, baseline ?? report);
  }
};

/** A standard of a team's own may have no such section. */
const told = (make: () => Review): Review => {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
};

/** Prints each review and writes it to `<run>/review-<kind>.md`. Gives the worst exit code of all. */
export const reviewCommand = (given: readonly string[], options: Delivery & ReviewOptions, bench: Bench): number => {
  // An integration is deployed once nothing is open: that is what this review asks.
  const delivery: Delivery = options.kind === 'new' ? { ...options, requireAttestations: true } : options;
  const reviews = judgedRuns(given, options.out, bench).map(({ result, bench: own }) => {
    const report = signedReport(result, own, delivery);
    const review = told(() => reviewOf(result, report, delivery, options, own));
    writeFormats(report, result.folder, delivery.format);
    const path = join(result.folder, `review-${review.kind}.md`);
    const text = reviewMarkdown(review);
    writeFileSync(path, text);
    if (!options.json) process.stdout.write(`${text}\n${path}\n`);
    return review;
  });
  if (options.json) process.stdout.write(`${JSON.stringify(reviews.length === 1 ? reviews[0] : reviews, null, 2)}\n`);
  return worstExitCode(reviews.map(({ exitCode }) => exitCode));
};
