/** A true delivery of five megabytes. Whoever takes it may act on it; whoever does not answers 413. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { withMember } from '../member.ts';
import { sendBody } from '../steps.ts';

type BodyHugeParams = { readonly megabytes: number };

export const bodyHuge: DeliveryFault<BodyHugeParams> = {
  id: 'body-huge',
  kind: 'delivery',
  params: () => fc.constant({ megabytes: 5 }),
  explain: ({ megabytes }) => `delivers a body of ${megabytes} MB, rightly signed`,
  apply({ megabytes }, delivery, context) {
    const padding = 'x'.repeat(megabytes * 1_000_000);
    const body = withMember(context.dialect.body(delivery), `"padding":"${padding}"`);
    return [sendBody(delivery, context, body, 'either', `body of ${megabytes} MB`)];
  },
};
