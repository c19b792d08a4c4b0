/**
 * An endpoint that does all that the standard asks, but leaves to one official verifier, with its defaults, which
 * deliveries it takes. The rest of it is the example `standard-webhooks`.
 */
import { defineIntegration, type Integration } from '@compass/gauntlet';
import { rest, type WebhookDialect } from '@compass/gauntlet/providers';
import type { Sender } from '../standard-webhooks/src/endpoint.ts';

export interface OfficialEndpoint {
  readonly name: string;
  readonly dialect: WebhookDialect;
  /** Where the verifier refuses earlier than after five minutes. */
  readonly toleranceMs?: number;
  /** Imports the verifier's package. */
  sender(secret: string): Promise<Sender>;
}

const path = '/webhooks';

/** The first events of the dialect: those that others follow are enough. */
export function endpoint({ name, dialect, toleranceMs, sender }: OfficialEndpoint): Integration {
  const events = dialect.events.map(({ event }) => event);
  return defineIntegration({
    service: `endpoint-${name}`,
    type: 'input-only',
    providers: [
      rest({
        id: name,
        origin: `https://api.${name}.example`,
        collections: [],
        secrets: { [dialect.secret]: dialect.secretShape },
      }),
    ],
    secrets: { WEBHOOK_SECRET: `${name}.${dialect.secret}` },
    policy: { maxRetries: 0, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
    operations: {},
    webhook: { provider: name, path, events, dialect, ...(toleranceMs === undefined ? {} : { toleranceMs }) },
    start: async (world) => {
      const { startService } = await import('../standard-webhooks/src/service.ts');
      const { WEBHOOK_SECRET: secret = '' } = process.env;
      const store = `${world.stateDir}/endpoint.db`;
      const settings = { service: `endpoint-${name}`, path, port: 0, store, events, sender: await sender(secret) };
      const { webhookPort, stop, entries } = await startService(settings);
      return {
        webhookPort,
        stop,
        effects: () => entries().map(({ delivery, event }) => ({ operation: 'book', entity: event, id: delivery })),
        perform: async (operation) => {
          throw new Error(`This integration has no operations, and so no ${operation}.`);
        },
      };
    },
  });
}

/** An event's name and the delivery's id, where both are texts. */
export const named = (event: unknown, id: unknown): ReturnType<Sender['read']> =>
  typeof event === 'string' && typeof id === 'string' && id !== '' ? { event, id } : undefined;

export const objectOf = (value: unknown): { readonly [member: string]: unknown } =>
  typeof value === 'object' && value !== null ? { ...value } : {};
