import { serverError } from '../../harness/faults/server-error.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, oneCall, performing, striking, withinRetries } from '../planning.ts';

export const serverErrorBurst: Scenario = {
  id: 'server-error-burst',
  summary: 'The provider answers 500, 502, 503 or 504 for a while, and recovers before the retries are used up.',
  topic: 'retry',
  cases: 40,
  plans: (context) =>
    oneCall(performing(context, anyOperation), striking(context, serverError, withinRetries(context))),
};
