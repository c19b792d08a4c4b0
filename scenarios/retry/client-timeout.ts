import { hang } from '../../harness/faults/hang.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { oneCall, performing, single, striking, withinRetries } from '../planning.ts';

export const clientTimeout: Scenario = {
  id: 'client-timeout',
  summary: 'The provider never answers, before or after it acted; the client has to give the attempt up by itself.',
  topic: 'retry',
  cases: 24,
  plans: (context) => oneCall(performing(context, single), striking(context, hang, withinRetries(context))),
};
