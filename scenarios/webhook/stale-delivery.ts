import { future } from '../../harness/deliveries/faults/future.ts';
import { stale } from '../../harness/deliveries/faults/stale.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { deliveringWith } from './delivering.ts';

export const staleDelivery: Scenario = {
  id: 'stale-delivery',
  summary: 'A rightly signed delivery that is as old as allowed, older, a day old, or from the future.',
  topic: 'webhook',
  cases: 20,
  // Of the fresh ones only the youngest can be judged there.
  realCases: 20,
  plans: (context) => deliveringWith(context, [stale, future]),
};
