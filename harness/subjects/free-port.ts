/** A port for a service that has to be told where to listen. */
import { createServer } from 'node:net';
import { HarnessError } from '../ports/errors.ts';

/** Below the ports that systems hand out to clients, so that no connection takes it before the service does. */
const first = 15_000;
const count = 15_000;

let next = first + ((process.pid * 61) % count);

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Never the same one twice in a row: the last one may still be held by connections that ended. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < count; tries += 1) {
    const port = next;
    next = next + 1 < first + count ? next + 1 : first;
    if (await isFree(port)) return port;
  }
  throw new HarnessError(`No port from ${first} to ${first + count} is free.`);
};
