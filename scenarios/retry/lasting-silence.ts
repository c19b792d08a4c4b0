import { hang } from '../../harness/faults/hang.ts';
import type { OperationFacts } from '../../harness/model/integration-facts.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { oneCall, pastEveryRetry, performing, single, striking } from '../planning.ts';

/** What must not be lost when its retries are used up. */
const keyedWrite = (operation: OperationFacts): boolean =>
  single(operation) && operation.stateChanging && operation.idempotency !== 'none';

export const lastingSilence: Scenario = {
  id: 'lasting-silence',
  summary: 'The provider answers nothing at all for longer than the retries last.',
  topic: 'retry',
  cases: 6,
  plans: (context) => oneCall(performing(context, keyedWrite), striking(context, hang, pastEveryRetry)),
};
