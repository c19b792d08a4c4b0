/** Both directions together: our operations on Linear, and Linear's webhooks to us. */
import type { AddressInfo } from 'node:net';
import { openDatabase } from './database.ts';
import { createEndpoint } from './endpoint.ts';
import { createInbox } from './inbox.ts';
import { type LinearIntegration, type Settings, startLinear } from './linear-integration.ts';
import { createLog } from './log.ts';
import { createWorker } from './worker.ts';

export interface ServiceSettings extends Settings {
  readonly webhookSecret: string;
  /** 0 lets the system choose. */
  readonly webhookPort: number;
  /** The database's file. */
  readonly store: string;
}

export interface Service extends LinearIntegration {
  readonly webhookPort: number;
  stop(): Promise<void>;
}

export const webhookPath = '/webhooks/linear';

/** Rejects when the secret is missing, the port is taken or the store cannot be opened. */
export async function startService(settings: ServiceSettings): Promise<Service> {
  const { webhookSecret: secret, webhookPort: port } = settings;
  // Anybody could sign with an empty secret.
  if (secret === '') throw new Error('LINEAR_WEBHOOK_SECRET is not set. Get it from the settings of the webhook.');
  const database = openDatabase(settings.store);
  const log = createLog();
  const integration = startLinear(settings, log, database);
  const stopping = new AbortController();
  const inbox = createInbox(database);
  const worker = createWorker(inbox, async ({ key, issueId, correlationId }) => {
    const context = { user: 'linear', correlationId, signal: stopping.signal, background: true } as const;
    await integration.perform('welcome_task', { task: issueId, key }, context);
    return !stopping.signal.aborted;
  });
  for (const work of inbox.pending()) worker.add(work);

  const server = createEndpoint({ path: webhookPath, secret }, inbox, log, worker.add);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Behind the proxy that ends TLS.
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    ...integration,
    webhookPort: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      stopping.abort();
      await worker.stop();
      database.close();
    },
  };
}
