/**
 * Plans are drawn here and nowhere else: the same seed and scenario give the same plan for the same index, whichever
 * process draws it and however many are drawn.
 */
import { createHash } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import type { Plan } from './model/plan.ts';
import type { PlanBody, PlanningContext, Scenario } from './ports/scenario.ts';

/** One case of a run: a plan with the place that it has in it. */
export interface PlannedCase {
  /** `<scenario>#<index>` */
  readonly id: string;
  readonly scenario: string;
  readonly index: number;
  readonly plan: Plan;
}

/** A seed for one purpose, from the run's seed. A positive 31-bit integer. */
export const derivedSeed = (seed: number, ...purpose: readonly (string | number)[]): number =>
  createHash('sha256')
    .update([seed, ...purpose].join('\n'))
    .digest()
    .readUInt32BE(0) >>> 1;

export const scenarioSeed = (seed: number, scenario: string): number => derivedSeed(seed, 'scenario', scenario);

const caseSeed = (seed: number, scenario: string, index: number): number => derivedSeed(seed, 'case', scenario, index);

export const planOf = (scenario: string, seed: number, index: number, body: PlanBody): Plan => ({
  scenario,
  seed: caseSeed(seed, scenario, index),
  actions: body.actions,
  faults: body.faults,
});

export interface PlanRequest {
  readonly scenarios: readonly Scenario[];
  readonly context: PlanningContext;
  readonly seed: number;
  /** Cases of each scenario; its own number when absent. */
  readonly cases?: number;
}

export const arbitraryOf = (scenario: Scenario, context: PlanningContext): Arbitrary<PlanBody> | undefined =>
  scenario.plans(context);

/** Every case of a run, in the order in which they are numbered. */
export const planCases = ({ scenarios, context, seed, cases }: PlanRequest): readonly PlannedCase[] =>
  scenarios.flatMap((scenario) => {
    const arbitrary = arbitraryOf(scenario, context);
    if (arbitrary === undefined) return [];
    const bodies = fc.sample(arbitrary, {
      seed: scenarioSeed(seed, scenario.id),
      numRuns: cases ?? scenario.cases,
    });
    return bodies.map((body, index) => ({
      id: `${scenario.id}#${index}`,
      scenario: scenario.id,
      index,
      plan: planOf(scenario.id, seed, index, body),
    }));
  });

/** What there is to take away from a plan. */
export const sizeOf = ({ actions, faults }: Plan): number => actions.length + faults.length;
