import fc from 'fast-check';
import { restartAfterAnswer } from '../../harness/deliveries/faults/restart-after-answer.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { afterAGoodOne } from './delivering.ts';

export const restartAfterAnswering: Scenario = {
  id: 'restart-after-answering',
  summary:
    'The process ends right after it has answered a delivery, and is started again; nobody delivers that event again.',
  topic: 'webhook',
  cases: 6,
  plans: (context) =>
    afterAGoodOne(
      context,
      fc.constant({ fault: restartAfterAnswer.id, params: {}, on: { action: 0, nth: 1, times: 1 } }),
    ),
};
