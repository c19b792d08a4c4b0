import fc from 'fast-check';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { performing, single } from '../planning.ts';

/** No fault is needed: the provider itself refuses the value from before. */
export const secretRotates: Scenario = {
  id: 'rotated-secret',
  summary:
    'The secret manager serves a new credential while the integration runs, and the old one is refused: it reads again, or asks for help.',
  topic: 'errors',
  cases: 6,
  plans: (context) => {
    const isManaged = context.facts.secrets.some(({ managed, use }) => managed === true && use !== 'webhook');
    const call = isManaged ? performing(context, single) : undefined;
    return (
      call &&
      fc.tuple(call, call, call).map(([before, after, later]) => ({
        actions: [before, { kind: 'rotate-managed' as const }, after, later],
        faults: [],
      }))
    );
  },
};
