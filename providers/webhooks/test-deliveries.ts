/** Deliveries and secrets for the tests of webhooks. */
import fc from 'fast-check';
import type { Delivery, DeliveryContext, WebhookDialect } from '../../harness/ports/webhook.ts';
import { makeCanary } from '../../harness/secrets/canary.ts';

/** Not on a whole second, because providers cut the rest off. */
export const testStart = Date.UTC(2026, 10, 23, 12, 0, 0, 250);

const contexts = new Map<WebhookDialect, DeliveryContext>();

/** Kept, because a canary is drawn until it is unmistakable, which takes milliseconds. */
export const testContext = (dialect: WebhookDialect): DeliveryContext => {
  const context = contexts.get(dialect) ?? {
    dialect,
    secret: makeCanary(dialect.secretShape, 1),
    previousSecret: makeCanary(dialect.secretShape, 2),
    otherSecret: makeCanary(dialect.secretShape, 3),
  };
  contexts.set(dialect, context);
  return context;
};

/** `numRuns` of each event that the dialect knows, the later ones on the same entity too. */
export const deliveriesOf = (dialect: WebhookDialect, seed: number, numRuns = 5): readonly Delivery[] =>
  dialect.events.flatMap(({ event, payload, followedBy }) =>
    fc.sample(payload, { seed, numRuns }).flatMap((first, index) => {
      const deliveryId = dialect.deliveryId(`${event} ${index}`);
      const delivery = { event, payload: first, at: testStart, attempt: 0, deliveryId };
      if (followedBy === undefined) return [delivery];
      return [delivery, { ...delivery, event: followedBy.event, payload: followedBy.payload(first) }];
    }),
  );
