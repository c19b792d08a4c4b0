/** Judges the stored traces of a run, and gathers on the way what else they tell. */
import { createRunFacts, type RunFacts } from './inspect/run-facts.ts';
import { createJudge } from './judge.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { Report } from './model/report.ts';
import type { RuleVerdict } from './model/verdict.ts';
import type { Rule } from './ports/rule.ts';
import { readTraces } from './store.ts';
import { createSurface } from './surface.ts';

/** The scenario that proves that the subject reaches its provider at all. */
const controlScenario = 'control';

const voidBecause = (
  traces: { readonly control: boolean; readonly reached: boolean },
  unclaimed: readonly string[],
) => {
  if (!traces.control || traces.reached) return undefined;
  return unclaimed.length === 0
    ? 'The integration never sent a request to its provider, with no fault at all. Check that `start()` gives it the address of `world.url(...)` and that `perform` calls the API.'
    : `The integration never reached its provider, but called ${unclaimed.join(', ')}. Point it at \`world.url(...)\` in the contract's \`env\`, or add that origin to the provider.`;
};

export interface Judged {
  readonly verdicts: readonly RuleVerdict[];
  readonly surface: Report['surface'];
  readonly runFacts: RunFacts;
  readonly cases: number;
  readonly void?: string;
}

export const judgeRun = (folder: string, rules: readonly Rule[], facts: IntegrationFacts): Judged => {
  const judging = createJudge(rules, facts);
  const surface = createSurface();
  const runFacts = createRunFacts();
  let cases = 0;
  let control = false;
  let reached = false;
  for (const trace of readTraces(folder)) {
    cases += 1;
    judging.add(trace);
    surface.add(trace);
    runFacts.add(trace);
    if (trace.plan.scenario !== controlScenario) continue;
    control = true;
    reached ||= trace.events.some(({ type }) => type === 'request');
  }
  const told = surface.told();
  const why = voidBecause({ control, reached }, Object.keys(told.unclaimed));
  return {
    verdicts: judging.verdicts(),
    surface: told,
    runFacts: runFacts.told(),
    cases,
    ...(why === undefined ? {} : { void: why }),
  };
};
