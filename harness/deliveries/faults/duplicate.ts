/** The same event is delivered twice, under the same delivery id. STD-17-01 §3.6.4, §4.3. */
import fc from 'fast-check';
import type { Delivery, DeliveryContext, DeliveryFault, DeliveryStep, WebhookDialect } from '../../ports/webhook.ts';
import { later, sendSigned, settledMs } from '../steps.ts';

const moments = ['at-once', 'concurrent', 'after-restart', 'near-24-hours', 'near-window-end'] as const;
type Moment = (typeof moments)[number];
type DuplicateParams = { readonly when: Moment };

const minuteMs = 60_000;
/** Keys may be forgotten after this, so that a second effect is then no fault. STD-17-01 §4.3. */
const keyLifetimeMs = 24 * 60 * minuteMs;

/** From the first attempt to the last that the provider makes by itself. */
const windowMs = ({ redelivery }: WebhookDialect): number => redelivery.delaysMs.reduce((sum, ms) => sum + ms, 0);

const again = (delivery: Delivery, ms: number, attempt: number, context: DeliveryContext): readonly DeliveryStep[] => [
  { kind: 'wait', ms },
  sendSigned(later(delivery, ms, attempt), context, ms < keyLifetimeMs ? 'accept' : 'either', 'duplicate'),
];

const concurrent = (delivery: Delivery, context: DeliveryContext): readonly DeliveryStep[] => {
  // One of the two may be told to come again, and which is chance; the third finds the work done.
  const twin = sendSigned(delivery, context, 'either', 'two of the same at the same time');
  return [twin, { ...twin, together: true }, ...again(delivery, settledMs, 1, context)];
};

const wording: { readonly [when in Moment]: string } = {
  'at-once': 'at once',
  concurrent: 'while the first is still being handled',
  'after-restart': 'after the endpoint was restarted',
  'near-24-hours': 'a minute before 24 hours have passed',
  'near-window-end': "with the last of the provider's redeliveries",
};

export const duplicate: DeliveryFault<DuplicateParams> = {
  id: 'duplicate',
  kind: 'delivery',
  params: (dialect) =>
    fc.record({
      when: fc.constantFrom(...moments.filter((when) => when !== 'near-window-end' || windowMs(dialect) > 0)),
    }),
  explain: ({ when }) => `delivers the same event a second time ${wording[when]}`,
  apply({ when }, delivery, context) {
    const { dialect } = context;
    const first = sendSigned(delivery, context, 'accept', 'first delivery');
    switch (when) {
      case 'at-once':
        return [first, sendSigned(delivery, context, 'accept', 'duplicate')];
      case 'concurrent':
        return concurrent(delivery, context);
      case 'after-restart':
        return [first, { kind: 'restart' }, sendSigned(later(delivery, 0, 1), context, 'accept', 'duplicate')];
      case 'near-24-hours':
        return [first, ...again(delivery, keyLifetimeMs - minuteMs, 1, context)];
      case 'near-window-end':
        if (windowMs(dialect) === 0) return undefined;
        return [first, ...again(delivery, windowMs(dialect), dialect.redelivery.delaysMs.length, context)];
    }
  },
};
