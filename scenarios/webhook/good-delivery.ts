import type { Scenario } from '../../harness/ports/scenario.ts';
import { delivering } from './delivering.ts';

export const goodDelivery: Scenario = {
  id: 'good-delivery',
  summary: 'One event is delivered with nothing wrong, signed as its provider does.',
  topic: 'webhook',
  cases: 16,
  plans: (context) => delivering(context)?.map((action) => ({ actions: [action], faults: [] })),
};
