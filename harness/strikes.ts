/** Which planned faults strike which request: counted by what is asked and in which action, never by arrival alone. */
import type { Plan, PlannedFault } from './model/plan.ts';

export interface Strike {
  /** Index in `plan.faults`. */
  readonly planned: number;
  readonly fault: PlannedFault;
}

export interface Strikes {
  /** The faults that strike the next request of this provider operation within this action. */
  of(action: number, providerOperation: string): readonly Strike[];
}

export const countStrikes = (plan: Plan): Strikes => {
  const matched = plan.faults.map(() => 0);
  return {
    of(action, providerOperation) {
      return plan.faults.flatMap((fault, planned) => {
        const { on } = fault;
        if (on.action !== action) return [];
        if (on.providerOperation !== undefined && on.providerOperation !== providerOperation) return [];
        const nth = (matched[planned] ?? 0) + 1;
        matched[planned] = nth;
        return nth >= on.nth && nth < on.nth + on.times ? [{ planned, fault }] : [];
      });
    },
  };
};
