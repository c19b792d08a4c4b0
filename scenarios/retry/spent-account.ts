import { spent } from '../../harness/faults/spent.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { oneCall, pastEveryRetry, performing, single, striking } from '../planning.ts';

export const spentAccount: Scenario = {
  id: 'spent-account',
  summary: 'The provider refuses because nobody pays any more, with the status of a rate limit where it does so.',
  topic: 'retry',
  cases: 12,
  plans: (context) =>
    context.dialect.spent === undefined
      ? undefined
      : oneCall(performing(context, single), striking(context, spent, pastEveryRetry)),
};
