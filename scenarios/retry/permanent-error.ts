import { permanentError } from '../../harness/faults/permanent-error.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { oneCall, pastEveryRetry, performing, single, striking } from '../planning.ts';

export const permanentErrors: Scenario = {
  id: 'permanent-error',
  summary:
    'The provider refuses with 400, 401, 403, 404 or 422, and may repeat the credential in the text of its error.',
  topic: 'retry',
  cases: 60,
  plans: (context) => oneCall(performing(context, single), striking(context, permanentError, pastEveryRetry)),
};
