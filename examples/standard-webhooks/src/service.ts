/** Takes deliveries in and books them: endpoint, store, and the work in between. */
import type { AddressInfo } from 'node:net';
import { createEndpoint, type Sender } from './endpoint.ts';
import { createLog } from './log.ts';
import { type Entry, openStore } from './store.ts';

export interface ServiceSettings {
  readonly service: string;
  readonly path: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The database's file. */
  readonly store: string;
  readonly sender: Sender;
  readonly events: readonly string[];
}

export interface Service {
  readonly webhookPort: number;
  entries(): readonly Entry[];
  stop(): Promise<void>;
}

/** Rejects when the port is taken or the store cannot be opened. */
export async function startService({ service, path, port, store: file, ...own }: ServiceSettings): Promise<Service> {
  const store = openStore(file);
  let stopped = false;
  let scheduled = false;

  /** One after the other, and other requests in between. A crash leaves the rest for the next start. */
  const work = (): void => {
    scheduled = false;
    const [next] = stopped ? [] : store.pending();
    if (next === undefined) return;
    store.book(next);
    schedule();
  };
  const schedule = (): void => {
    if (!scheduled) setImmediate(work);
    scheduled = true;
  };

  schedule();
  const accept: Parameters<typeof createEndpoint>[0]['accept'] = (delivery) => {
    const isNew = store.keep(delivery);
    if (isNew) schedule();
    return isNew;
  };
  const server = createEndpoint({ path, ...own, accept }, createLog(service));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Behind the proxy that ends TLS.
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    webhookPort: (server.address() as AddressInfo).port,
    entries: store.entries,
    async stop() {
      stopped = true;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}
