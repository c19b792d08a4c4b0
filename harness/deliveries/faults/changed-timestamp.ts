/** An old delivery is made to look fresh: its timestamp is changed, its signature is not. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { later, send } from '../steps.ts';

type ChangedTimestampParams = { readonly signedAgoMs: number };

export const changedTimestamp: DeliveryFault<ChangedTimestampParams> = {
  id: 'changed-timestamp',
  kind: 'delivery',
  params: () => fc.record({ signedAgoMs: fc.constantFrom(1000, 60_000, 3_600_000) }),
  explain: ({ signedAgoMs }) => `stamps a delivery signed ${signedAgoMs / 1000} s ago as if it were of now`,
  apply({ signedAgoMs }, delivery, { dialect, secret }) {
    if (dialect.timestamp === 'none') return undefined;
    const message = sealed(delivery, dialect, [signatureOf(later(delivery, -signedAgoMs), dialect, secret)]);
    return [send(delivery, message, 'refuse', 'timestamp changed after signing')];
  },
};
