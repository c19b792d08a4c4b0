/** A port for a service that has to be told where to listen. */
import { createServer, type Server } from 'node:net';
import { HarnessError } from '../ports/errors.ts';

/** Below the ports that systems hand out to clients, so that no connection takes it before the service does. */
const first = 15_000;
const count = 7_500;

export interface ClaimedPort {
  readonly port: number;
  release(): Promise<void>;
}

let next = first + ((process.pid * 61) % count);

/** Undefined when somebody listens there. It keeps no process alive, and speaks to nobody. */
const listenAt = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/**
 * Until the service listens, its port looks free to every other run on this machine, and a service of another run that took it would
 * be asked in its place. So each port has a mate, on which its run listens for as long as the port is its own.
 */
const claim = async (port: number): Promise<ClaimedPort | undefined> => {
  const mate = await listenAt(port + count);
  if (mate === undefined) return undefined;
  const trial = await listenAt(port);
  if (trial === undefined) {
    await closed(mate);
    return undefined;
  }
  await closed(trial);
  return { port, release: () => closed(mate) };
};

/** Never the same one twice in a row: the last one may still be held by connections that ended. */
export const claimPort = async (): Promise<ClaimedPort> => {
  for (let tries = 0; tries < count; tries += 1) {
    const port = next;
    next = next + 1 < first + count ? next + 1 : first;
    const claimed = await claim(port);
    if (claimed !== undefined) return claimed;
  }
  throw new HarnessError(`No port from ${first} to ${first + count - 1} is free.`);
};
