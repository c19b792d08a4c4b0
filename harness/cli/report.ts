/** Turns what the engine found into the report that every format is made from. */
import { relative } from 'node:path';
import { worded } from '../../reports/wording.ts';
import { dayOf } from '../attest/days.ts';
import { overlay } from '../attest/overlay.ts';
import { secretAges } from '../attest/secret-ages.ts';
import type { Signed } from '../attest/signed.ts';
import type { Bench } from '../bench.ts';
import { clauseRows, gate, summary, voided } from '../gate.ts';
import type { Counterexample, GateLevel, Report, RuleRow } from '../model/report.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import type { RuleResult, RunResult } from '../run-result.ts';
import type { StoredCounterexample } from '../store.ts';
import { steps } from './steps.ts';
import { toolVersion } from './version.ts';

const mostFindings = 20;

/** The argument as a shell takes it. */
const quoted = (argument: string): string =>
  /^[\w./@:+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;

const fromHere = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
};

export const replayCommand = (folder: string, rule: string): string =>
  `gauntlet replay ${quoted(fromHere(folder))} ${rule}`;

const counterexampleOf = (stored: StoredCounterexample, folder: string, bench: Bench): Counterexample => ({
  replay: replayCommand(folder, stored.rule),
  case: stored.case,
  plan: stored.plan,
  steps: steps(stored.plan, bench.faults),
  events: stored.trace.events,
  confirmed: stored.confirmed,
  ...(stored.prefix !== undefined && { prefix: stored.prefix }),
  shrinks: stored.shrinks,
});

const reasons = (verdict: Verdict): Partial<Pick<RuleRow, 'reason' | 'next' | 'because'>> => {
  switch (verdict.verdict) {
    case 'not-verified':
      return { reason: verdict.reason, next: verdict.next };
    case 'not-applicable':
    case 'harness-error':
      return { because: verdict.because };
    default:
      return {};
  }
};

/** What the smallest trace shows comes first, then what was seen in the run. */
const findingsOf = ({ rule, verdict, counterexample }: RuleResult): readonly Finding[] => {
  const smallest =
    counterexample === undefined || !('decide' in rule)
      ? []
      : rule.decide(rule.observe(counterexample.trace)).filter((finding) => !finding.held);
  return [...smallest, ...verdict.broken].slice(0, mostFindings);
};

const ruleRow = (result: RuleResult, folder: string, bench: Bench): RuleRow => {
  const { rule, verdict, counterexample } = result;
  const named = bench.standard.clauses.some(({ decidedBy }) =>
    ('all' in decidedBy ? decidedBy.all : decidedBy.any).includes(rule.id),
  );
  return worded({
    id: rule.id,
    statement: rule.statement,
    topic: rule.topic,
    card: rule.card,
    advice: !named,
    verdict: verdict.verdict.verdict,
    ...reasons(verdict.verdict),
    exercised: verdict.exercised,
    cases: verdict.cases,
    struck: verdict.struck,
    findings: findingsOf(result).map((finding) => ({ ...finding, message: '', expected: '', observed: '' })),
    brokenInAll: verdict.broken.length,
    ...(counterexample !== undefined && { counterexample: counterexampleOf(counterexample, folder, bench) }),
    ...('falseAlarm' in rule && rule.falseAlarm !== undefined && { falseAlarm: rule.falseAlarm }),
  });
};

/** The rules of a run, with their findings in words. */
export const ruleRowsOf = (result: RunResult, bench: Bench): readonly RuleRow[] => {
  const rows = result.results.map((each) => ruleRow(each, result.folder, bench));
  return result.run.void === undefined ? rows : voided(rows, result.run.void);
};

/** What is laid over the verdicts and asked of them beside the level of the gate. */
export interface ReportContext {
  readonly signed?: Signed;
  /** ISO day; today's when absent. */
  readonly today?: string;
  readonly requireAttestations?: boolean;
  readonly allowStaleWaivers?: boolean;
  readonly contractLines?: { readonly [name: string]: number };
}

export const reportOf = (result: RunResult, bench: Bench, level: GateLevel, context: ReportContext = {}): Report => {
  const { facts, run, stored, surface } = result;
  const { signed, today = dayOf(new Date()), contractLines } = context;
  const rules = ruleRowsOf(result, bench);
  const raw = clauseRows(bench.standard, rules, facts);
  const overlaid = overlay(raw, signed?.attestations ?? [], signed?.waivers ?? [], today);
  const { clauses, attestations, waivers, problems } = overlaid;
  const { id, title, sections } = bench.standard;
  const backoff = result.results.find(({ verdict }) => verdict.delays !== undefined)?.verdict.delays;
  const ended = stored.durationMs === undefined || run.cases < stored.planned;
  return {
    schemaVersion: 1,
    tool: { name: 'gauntlet', version: toolVersion() },
    standard: { id, title, ...(sections !== undefined && { sections }) },
    integration: {
      ...facts,
      contract: stored.contract,
      ...(stored.commit !== undefined && { commit: stored.commit }),
      ...(stored.repository !== undefined && { repository: stored.repository }),
      ...(contractLines !== undefined && { contractLines }),
    },
    run: { ...run, ...(ended && { planned: stored.planned }) },
    summary: summary(clauses),
    gate: gate(clauses, rules, {
      level,
      requireAttestations: context.requireAttestations === true,
      allowStaleWaivers: context.allowStaleWaivers === true,
      lapsed: problems,
      ...(run.void !== undefined && { void: run.void }),
      ...(ended && { unfinished: `the run was ended after ${run.cases} of ${stored.planned} cases` }),
      harnessErrors: surface.harnessErrors,
    }),
    clauses,
    rules,
    ...(backoff !== undefined && { backoff }),
    surface,
    ...(signed !== undefined && {
      overlays: {
        ...{ today, attestations, waivers, problems },
        secrets: secretAges(
          facts.secrets.map(({ name }) => name),
          signed.secrets,
          today,
        ),
      },
    }),
  };
};
