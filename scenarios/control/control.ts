import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, performing } from '../planning.ts';

export const control: Scenario = {
  id: 'control',
  summary:
    'One call with nothing wrong: proves that the integration reaches its provider, and what it does when all is well.',
  topic: 'control',
  cases: 16,
  plans: (context) => performing(context, anyOperation)?.map((call) => ({ actions: [call], faults: [] })),
};
