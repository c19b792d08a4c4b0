/** Rightly signed, but of an event that no endpoint can know. Providers add events without notice. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sendSigned } from '../steps.ts';

type UnknownEventParams = { readonly event: string };

export const unknownEvent: DeliveryFault<UnknownEventParams> = {
  id: 'unknown-event',
  kind: 'delivery',
  params: () => fc.record({ event: fc.constantFrom('planet.discovered', 'tide.turned') }),
  explain: ({ event }) => `delivers the unknown event ${event}, rightly signed`,
  apply: ({ event }, delivery, context) => [
    sendSigned({ ...delivery, event }, context, 'ignore', `unknown event ${event}`),
  ],
};
