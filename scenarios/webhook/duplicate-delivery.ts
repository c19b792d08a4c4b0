import { duplicate } from '../../harness/deliveries/faults/duplicate.ts';
import { hangUp } from '../../harness/deliveries/faults/hang-up.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { deliveringWith } from './delivering.ts';

export const duplicateDelivery: Scenario = {
  id: 'duplicate-delivery',
  summary:
    'The same event is delivered again: at once, at the same time, after a restart, a day later, or because the sender hung up.',
  topic: 'webhook',
  cases: 36,
  // Most ways of coming again are parameters of one fault.
  plans: (context) => deliveringWith(context, [duplicate, duplicate, duplicate, duplicate, hangUp]),
};
