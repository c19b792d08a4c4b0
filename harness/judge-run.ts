/** Judges what a run stored, its traces and what was found in the repository, and gathers on the way what else they tell. */
import { wasHeldUp } from './held-up.ts';
import { createJudge } from './judge.ts';
import { judgeInspection, notInspected } from './judge-inspection.ts';
import type { Plan } from './model/plan.ts';
import type { Report } from './model/report.ts';
import type { Trace } from './model/trace.ts';
import type { RuleVerdict } from './model/verdict.ts';
import { createRunFacts } from './run-facts.ts';
import type { SelectedRules } from './select.ts';
import { readInspection, readTraces, type StoredRun } from './store.ts';
import { createSurface } from './surface.ts';

/** The scenario that proves that the subject reaches its provider at all. */
const controlScenario = 'control';

export const isControl = ({ plan }: { readonly plan: Plan }): boolean => plan.scenario === controlScenario;

/** An integration that is only called may have operations that ask nobody. */
export const hasToReach = (trace: Trace): boolean => isControl(trace) && trace.integration.type !== 'input-only';

export const reachesProvider = ({ events }: Trace): boolean => events.some(({ type }) => type === 'request');

/** `beside`: whatever was called was called by workers or programs that the integration started. */
export const voidBecause = (
  traces: { readonly control: boolean; readonly reached: boolean; readonly beside: boolean },
  clock: StoredRun['clock'],
  unclaimed: readonly string[],
): string | undefined => {
  if (!traces.control || traces.reached) return undefined;
  if (traces.beside)
    return `The integration never reached its provider, but called ${unclaimed.join(', ')}. What it starts keeps the real clock, so that it is let through nowhere. Let it call from its own process while it is verified, or declare it as a service on the real clock: \`subject: { kind: 'command', clock: 'real', ... }\`.`;
  return unclaimed.length === 0
    ? `The integration never sent a request to its provider, with no fault at all. Check that it is given the address of the simulation (\`world.url(...)\`, \`{url:...}\`), and that its operations call the API.${clock === 'real' ? " Where it keeps the provider's own address, its HTTP client has to go through HTTPS_PROXY and trust the authority in SSL_CERT_FILE: Java does neither by itself, and aiohttp only with `trust_env=True` (see Gauntlet's examples/README.md)." : ''}`
    : `The integration never reached its provider, but called ${unclaimed.join(', ')}. Point it at \`world.url(...)\` in the contract's \`env\`, or add that origin to the provider.`;
};

export interface Judged {
  /** Of the rules, then of the inspection rules, in their orders. */
  readonly verdicts: readonly RuleVerdict[];
  readonly surface: Report['surface'];
  readonly cases: number;
  /** Cases that were not judged because the machine was too busy. */
  readonly heldUp: number;
  readonly void?: string;
}

export const judgeRun = (
  folder: string,
  { rules, inspectionRules }: SelectedRules,
  { facts, shard, clock, leftOut }: Pick<StoredRun, 'facts' | 'shard' | 'clock' | 'leftOut'>,
): Judged => {
  const judging = createJudge(rules, facts, leftOut);
  const surface = createSurface();
  const runFacts = createRunFacts();
  let cases = 0;
  let heldUp = 0;
  let control = false;
  let reached = false;
  let beside: boolean | undefined;
  for (const trace of readTraces(folder)) {
    cases += 1;
    judging.add(trace);
    if (wasHeldUp(trace)) heldUp += 1;
    surface.add(trace);
    runFacts.add(trace);
    if (!hasToReach(trace)) continue;
    control = true;
    reached ||= reachesProvider(trace);
    for (const event of trace.events)
      if (event.type === 'unclaimed') beside = event.beside === true && beside !== false;
  }
  const told = surface.told();
  const why = voidBecause({ control, reached, beside: beside === true }, clock, Object.keys(told.unclaimed));
  const inspection = readInspection(folder);
  const inspected =
    inspection === undefined || inspection === 'unreadable'
      ? notInspected(inspectionRules, shard, inspection)
      : judgeInspection(inspection, inspectionRules, facts, runFacts.told());
  return {
    verdicts: [...judging.verdicts(), ...inspected],
    surface: told,
    cases,
    heldUp,
    ...(why === undefined ? {} : { void: why }),
  };
};
