/** A plan as lines: each action, and beneath it the faults that are planned for it. */

import type { Bench } from '../bench.ts';
import type { Action, Plan, PlannedFault } from '../model/plan.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const suffixes: { readonly [rule: string]: string } = { one: 'st', two: 'nd', few: 'rd' };
const ordinal = (n: number): string => `${n}${suffixes[ordinals.select(n)] ?? 'th'}`;

const tellAction = (action: Action): string => {
  switch (action.kind) {
    case 'perform':
      return `${action.operation} ${JSON.stringify(action.input)}`;
    case 'deliver':
      return `deliver ${action.event} ${action.deliveryId}`;
    case 'wait':
      return `wait ${action.ms / 1000} s`;
    case 'restart':
      return 'end the process and start it again';
    case 'rotate-managed':
      return 'rotate what the secret manager serves, while the process goes on';
    case 'rotate':
      return 'rotate the credentials: end the process and start it again with new ones in its environment';
  }
};

const tellFault = (planned: PlannedFault, faults: Bench['faults']): string => {
  const { nth, times, providerOperation } = planned.on;
  const which = times === 1 ? `the ${ordinal(nth)}` : `the ${ordinal(nth)} to ${ordinal(nth + times - 1)}`;
  const fault = faults.find(({ id }) => id === planned.fault);
  const does = fault === undefined ? planned.fault : `${planned.fault} ${fault.explain(planned.params)}`;
  return `on ${which} ${providerOperation ?? 'request'}: ${does}`;
};

export const steps = (plan: Plan, faults: Bench['faults']): readonly string[] =>
  plan.actions.flatMap((action, index) => [
    tellAction(action),
    ...plan.faults.filter(({ on }) => on.action === index).map((planned) => tellFault(planned, faults)),
  ]);
