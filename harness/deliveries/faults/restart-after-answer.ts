/** The process ends the moment it has answered: what was acknowledged and not kept is lost, and nobody sends it again. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sendSigned } from '../steps.ts';

export const restartAfterAnswer: DeliveryFault = {
  id: 'restart-after-answer',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'ends the process right after its answer, and starts it again',
  apply: (_params, delivery, context) => [
    sendSigned(delivery, context, 'accept', 'first delivery, the process ending after its answer'),
    { kind: 'restart' },
  ],
};
