import fc from 'fast-check';
import { delayed } from '../../harness/faults/delayed.ts';
import { serverError } from '../../harness/faults/server-error.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, performing, striking, strikingWith } from '../planning.ts';

export const slowFailure: Scenario = {
  id: 'slow-failure',
  summary: 'A failure that takes its time to arrive, so that a logged duration can be told from an invented one.',
  topic: 'log-fields',
  cases: 16,
  plans: (context) => {
    const call = performing(context, anyOperation);
    const once = fc.constant(1);
    return (
      call &&
      fc
        .tuple(call, striking(context, delayed, once), strikingWith(serverError, fc.constant({ status: 503 }), once))
        .map(([action, slow, failing]) => ({ actions: [action], faults: [slow, failing] }))
    );
  },
};
