/** The sender goes away before it hears the answer, and delivers again as its schedule says. One effect. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { firstRetryMs, later, sendSigned, settledMs } from '../steps.ts';

export const hangUp: DeliveryFault = {
  id: 'hang-up',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'hangs up before the answer, and delivers again as its schedule says',
  apply(_params, delivery, context) {
    const pause = firstRetryMs(context.dialect);
    return [
      { ...sendSigned(delivery, context, 'either', 'sender hangs up before the answer'), hangUp: true },
      { kind: 'wait', ms: pause },
      // It may come while the first is still being handled, and may then rightly be told to come again.
      sendSigned(later(delivery, pause, 1), context, 'either', 'delivered again'),
      { kind: 'wait', ms: settledMs },
      sendSigned(later(delivery, pause + settledMs, 2), context, 'accept', 'delivered again, later'),
    ];
  },
};
