import { outOfOrder } from '../../harness/deliveries/faults/out-of-order.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { deliveringWith } from './delivering.ts';

export const outOfOrderDelivery: Scenario = {
  id: 'out-of-order-delivery',
  summary: 'An update is delivered before the creation of what it updates.',
  topic: 'webhook',
  cases: 8,
  plans: (context) => deliveringWith(context, [outOfOrder], ({ followedBy }) => followedBy !== undefined),
};
