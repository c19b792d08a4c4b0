/** Makes a failing plan as small as it gets while it still breaks the same rule, and confirms it where nothing ran before. */
import fc from 'fast-check';
import { breaks } from './judge.ts';
import type { Plan } from './model/plan.ts';
import type { Trace } from './model/trace.ts';
import { arbitraryOf, type PlannedCase, planOf, scenarioSeed, sizeOf } from './plan.ts';
import type { Rule } from './ports/rule.ts';
import type { PlanBody, PlanningContext, Scenario } from './ports/scenario.ts';
import type { StoredCounterexample } from './store.ts';

export type RunPlan = (id: string, plan: Plan) => Promise<Trace>;

export interface Shrinking {
  readonly rule: Rule;
  readonly scenario: Scenario;
  readonly context: PlanningContext;
  readonly seed: number;
  /** The case that broke the rule. */
  readonly found: PlannedCase;
  /** Runs a plan on a subject that stays up. */
  readonly run: RunPlan;
  /** Runs a plan in a process that ran nothing before. */
  readonly runFresh: RunPlan;
  /** The cases that the failing one came after, oldest first. */
  readonly history: readonly PlannedCase[];
  /** At most so many plans are tried. */
  readonly tries: number;
  /** Nobody waits for the smallest any more. */
  readonly stopped: () => boolean;
}

/** What a plan on the real clock lasts, most of them. */
const usualRealMs = 5_000;

/**
 * A subject that the watchdog has to end costs seconds of real time, where another plan costs milliseconds; on the real clock a plan
 * costs what it lasts, or whoever declares long delays would wait many minutes for each rule.
 */
export const costOf = ({ clock, events }: Trace): number => {
  if (clock === 'real') return Math.max(1, (events.at(-1)?.at ?? 0) / usualRealMs);
  return events.some((event) => event.type === 'exit' && event.why !== 'planned' && event.why !== 'crashed') ? 10 : 1;
};

/** The smallest of the cases that break a rule: shrinking starts where there is least to take away. */
export const smallest = (cases: readonly PlannedCase[]): PlannedCase | undefined =>
  cases.reduce<PlannedCase | undefined>(
    (best, each) => (best === undefined || sizeOf(each.plan) < sizeOf(best.plan) ? each : best),
    undefined,
  );

interface Smaller {
  readonly plan: Plan;
  readonly trace: Trace;
  readonly shrinks: number;
}

const shrink = async ({
  rule,
  scenario,
  context,
  seed,
  found,
  run,
  tries,
  stopped,
}: Shrinking): Promise<Smaller | undefined> => {
  const arbitrary = arbitraryOf(scenario, context);
  if (arbitrary === undefined) return undefined;
  let best: Smaller | undefined;
  let tried = 0;
  let spent = 0;
  const stillHolds = async (body: PlanBody): Promise<boolean> => {
    if (spent > tries || stopped()) return true;
    tried += 1;
    const plan = planOf(scenario.id, seed, found.index, body);
    const trace = await run(found.id, plan);
    spent += costOf(trace);
    if (!breaks(rule, trace)) return true;
    best = { plan, trace, shrinks: tried - 1 };
    return false;
  };
  await fc.check(fc.asyncProperty(arbitrary, stillHolds), {
    seed: scenarioSeed(seed, scenario.id),
    path: String(found.index),
    numRuns: 1,
  });
  return best === undefined ? undefined : { ...best, shrinks: tried };
};

/** The shortest run of cases before the failing one after which it fails in a fresh process too. */
const historyThatBreaks = async (
  { rule, runFresh, run, history, found }: Shrinking,
  plan: Plan,
): Promise<readonly string[] | undefined> => {
  for (const length of [1, 4, 16, history.length]) {
    const prefix = history.slice(-length);
    let fresh = true;
    for (const each of prefix) {
      await (fresh ? runFresh : run)(each.id, each.plan);
      fresh = false;
    }
    if (prefix.length > 0 && breaks(rule, await run(found.id, plan))) return prefix.map(({ id }) => id);
    if (length >= history.length) return undefined;
  }
  return undefined;
};

/**
 * `confirmed: 'fresh-process'` when the smallest plan breaks the rule where nothing ran before; `'history'` when it
 * needs the cases of `prefix` first; `'not-confirmed'` when neither broke it again: a contradiction that is told, not retried away.
 */
export const explore = async (shrinking: Shrinking, observed: Trace): Promise<StoredCounterexample> => {
  const { rule, found, runFresh } = shrinking;
  const smaller = await shrink(shrinking);
  const plan = smaller?.plan ?? found.plan;
  const shrinks = smaller?.shrinks ?? 0;
  const fresh = await runFresh(found.id, plan);
  const counterexample = { rule: rule.id, case: found.id, plan, shrinks };
  if (breaks(rule, fresh)) return { ...counterexample, confirmed: 'fresh-process', trace: fresh };
  const trace = smaller?.trace ?? observed;
  const prefix = await historyThatBreaks(shrinking, plan);
  return prefix === undefined
    ? { ...counterexample, confirmed: 'not-confirmed', trace }
    : { ...counterexample, confirmed: 'history', prefix, trace };
};
