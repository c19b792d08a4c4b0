/**
 * A captured delivery is sent again under a fresh delivery id, to get past an endpoint that looks for duplicates by id.
 * What must become of it depends on what the provider signs.
 */
import fc from 'fast-check';
import type { Delivery, DeliveryContext, DeliveryFault, Expectation, WebhookDialect } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { send, sendSigned } from '../steps.ts';

type FreshIdOldBodyParams = { readonly afterMs: number };

/** Older than this must be refused by its signed time. STD-17-01 §3.6.3. */
const staleMs = 301_000;

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const signsId = ({ signature }: WebhookDialect, old: Delivery, fresh: Delivery, body: Uint8Array): boolean =>
  !same(signature.content(old, body), signature.content(fresh, body));

/** Some providers keep the id in the body alone: there a fresh id is a changed body, which is another fault. */
const hasIdHeader = (dialect: WebhookDialect, old: Delivery, fresh: Delivery, body: Uint8Array): boolean =>
  JSON.stringify(dialect.headers(old, body)) !== JSON.stringify(dialect.headers(fresh, body));

/**
 * With the id outside the signature and its time fresh or unsigned, an endpoint has nothing to know it by: that it acts
 * twice is the provider's weakness, not its own.
 */
const expected = (afterMs: number, idIsSigned: boolean, { dialect }: DeliveryContext): Expectation =>
  idIsSigned || (dialect.timestamp !== 'none' && afterMs >= staleMs) ? 'refuse' : 'either';

export const freshIdOldBody: DeliveryFault<FreshIdOldBodyParams> = {
  id: 'fresh-id-old-body',
  kind: 'delivery',
  params: () => fc.record({ afterMs: fc.constantFrom(1000, 3_600_000) }),
  explain: ({ afterMs }) => `replays a delivery ${afterMs / 1000} s later under a fresh delivery id`,
  apply({ afterMs }, delivery, context) {
    const { dialect, secret } = context;
    const body = dialect.body(delivery);
    const fresh = { ...delivery, deliveryId: dialect.deliveryId(`${delivery.deliveryId} fresh`) };
    if (!hasIdHeader(dialect, delivery, fresh, body)) return undefined;
    // All else is as captured, the old time and the old signature too.
    const replay = sealed(fresh, dialect, [signatureOf(delivery, dialect, secret)], body);
    const expect = expected(afterMs, signsId(dialect, delivery, fresh, body), context);
    return [
      sendSigned(delivery, context, 'accept', 'first delivery'),
      { kind: 'wait', ms: afterMs },
      send(fresh, replay, expect, 'old delivery under a fresh id'),
    ];
  },
};
