import fc from 'fast-check';
import { expiredCredential } from '../../harness/faults/expired-credential.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { pastEveryRetry, performing, single, striking } from '../planning.ts';

export const credentialExpires: Scenario = {
  id: 'expired-credential',
  summary:
    'The credential is refused until it is rotated: the integration is started again with a new one, and calls succeed.',
  topic: 'errors',
  cases: 6,
  plans: (context) => {
    const call = performing(context, single);
    return (
      call &&
      fc
        .tuple(call, striking(context, expiredCredential, pastEveryRetry), fc.option(call, { nil: undefined }))
        .map(([first, fault, later]) => ({
          actions: later === undefined ? [first] : [first, { kind: 'rotate' as const }, later],
          faults: [fault],
        }))
    );
  },
};
