/** A delivery whose signed time has not come yet. The standard says nothing of it, so that it is not judged. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { later, sendSigned } from '../steps.ts';

type FutureParams = { readonly aheadMs: number };

export const future: DeliveryFault<FutureParams> = {
  id: 'future',
  kind: 'delivery',
  params: () => fc.record({ aheadMs: fc.constantFrom(30_000, 299_000, 301_000, 24 * 3_600_000) }),
  explain: ({ aheadMs }) => `delivers with a right signature for a time ${aheadMs / 1000} s ahead`,
  apply({ aheadMs }, delivery, context) {
    if (context.dialect.timestamp === 'none') return undefined;
    return [sendSigned(later(delivery, aheadMs), context, 'either', `signed for ${aheadMs / 1000} s ahead`)];
  },
};
