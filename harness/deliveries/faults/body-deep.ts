/** A true delivery with a member nested so deeply that whoever walks it by recursion runs out of stack. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { withMember } from '../member.ts';
import { sendBody } from '../steps.ts';

type BodyDeepParams = { readonly levels: number };

export const bodyDeep: DeliveryFault<BodyDeepParams> = {
  id: 'body-deep',
  kind: 'delivery',
  params: () => fc.record({ levels: fc.constantFrom(1000, 20_000, 200_000) }),
  explain: ({ levels }) => `delivers a body nested ${levels} levels deep, rightly signed`,
  apply({ levels }, delivery, context) {
    const nested = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const body = withMember(context.dialect.body(delivery), `"nested":${nested}`);
    return [sendBody(delivery, context, body, 'either', `body nested ${levels} levels deep`)];
  },
};
