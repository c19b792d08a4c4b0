/** How long a plan lasts where nobody can move the clock, so that what would take hours is left out and told. */
import type { RetryPolicy } from './model/integration-facts.ts';
import type { Plan, PlannedFault } from './model/plan.ts';
import type { Fault } from './ports/fault.ts';
import type { DeliveryContext, DeliveryFault, DeliveryStep, WebhookDialect } from './ports/webhook.ts';

export interface RealTimeContext {
  readonly faults: ReadonlyMap<string, Fault | DeliveryFault>;
  readonly policy: RetryPolicy;
  readonly dialect?: WebhookDialect;
}

/** Plans that keep a subject waiting for longer than this are not run on the real clock. */
export const longestRealMs = 20_000;

const secretLike = ({ secretShape: { prefix, randomLength } }: WebhookDialect, letter: string): string =>
  `${prefix}${letter.repeat(randomLength)}`;

/** Stands for the real secrets where only the pauses between deliveries matter. */
const trial = (dialect: WebhookDialect): DeliveryContext => ({
  dialect,
  secret: secretLike(dialect, 'A'),
  previousSecret: secretLike(dialect, 'B'),
  otherSecret: secretLike(dialect, 'C'),
});

const stepsOf = (planned: PlannedFault, plan: Plan, { faults, dialect }: RealTimeContext): readonly DeliveryStep[] => {
  const fault = faults.get(planned.fault);
  const action = plan.actions[planned.on.action];
  if (fault?.kind !== 'delivery' || action?.kind !== 'deliver' || dialect === undefined) return [];
  return fault.apply(planned.params, { ...action, at: 0, attempt: 0 }, trial(dialect)) ?? [];
};

const faultMs = (planned: PlannedFault, plan: Plan, context: RealTimeContext): number => {
  const { faults, policy } = context;
  const fault = faults.get(planned.fault);
  if (fault === undefined) return 0;
  if (fault.kind === 'delivery')
    return stepsOf(planned, plan, context).reduce((sum, step) => sum + (step.kind === 'wait' ? step.ms : 0), 0);
  const strikes = fault.leavesReplyGood === true ? 1 : Math.min(planned.on.times, policy.maxRetries + 1);
  return strikes * (fault.waitMs?.(planned.params, policy) ?? 0);
};

/** Does the plan end the process of the subject? */
export const restarts = (plan: Plan, context: RealTimeContext): boolean =>
  plan.actions.some(({ kind }) => kind === 'restart' || kind === 'rotate') ||
  plan.faults.some((planned) => stepsOf(planned, plan, context).some(({ kind }) => kind === 'restart'));

/** What a plan asks to wait for by itself; the back-off of the subject comes on top. */
export const realMs = (plan: Plan, context: RealTimeContext): number =>
  plan.actions.reduce((sum, action) => sum + (action.kind === 'wait' ? action.ms : 0), 0) +
  plan.faults.reduce((sum, planned) => sum + faultMs(planned, plan, context), 0);
