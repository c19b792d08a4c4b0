/**
 * The real services that a contract declares beside its providers, such as a database: a proxy on loopback for each, which
 * counts bytes as the wire does. Their answers take real time, for which the clock of the subject has to stand still.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { WireState } from '../ports/clock.ts';
import { ContractError } from '../ports/errors.ts';
import { type Connection, connectionBook, isBlocked } from './connection-book.ts';

export interface Dependencies extends WireState {
  /** `localhost:5432` to the loopback port that stands for it, by each name that means the same. */
  readonly redirects: { readonly [hostAndPort: string]: number };
  close(): Promise<void>;
}

interface Patience {
  /**
   * Real ms for which an answer is waited for. A connection that was silent for longer, because it only listens or is
   * blocked on purpose, is waited for no more until something comes from it again.
   */
  readonly answerMs: number;
  /** Real ms after each byte: an answer may come in pieces. */
  readonly restMs: number;
}

const usualPatience: Patience = { answerMs: 5_000, restMs: 20 };
const reachableWithinMs = 5_000;

/** Taken when it loads: tests fake timers. */
const monotonic = performance.now.bind(performance);

/** What goes through one connection to it. */
interface Passage {
  readonly client: Connection;
  readonly service: Socket;
  lastByteAt: number;
  /** Something went there, or it was connected to, and nothing came back since. */
  isAsked: boolean;
  isSilent: boolean;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** `[::1]:5432` too. */
const addressOf = (hostAndPort: string): Address => {
  const at = hostAndPort.lastIndexOf(':');
  return { host: hostAndPort.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(hostAndPort.slice(at + 1)) };
};

const loopbackNames = ['localhost', '127.0.0.1', '::1'];
const namesOf = (host: string): readonly string[] => (loopbackNames.includes(host) ? loopbackNames : [host]);

const knock = ({ host, port }: Address, hostAndPort: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: reachableWithinMs });
    const fail = (why: string) => {
      socket.destroy();
      reject(
        new ContractError(
          `dependencies: ${hostAndPort} cannot be reached: ${why}. Start it, or remove it from the contract.`,
        ),
      );
    };
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once('timeout', () => fail(`no answer for ${reachableWithinMs / 1000} s`));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });

/** Rejects with `ContractError` when one of them cannot be reached. */
export const openDependencies = async (
  dependencies: readonly string[],
  { answerMs, restMs }: Patience = usualPatience,
): Promise<Dependencies> => {
  const book = connectionBook();
  const passages = new Set<Passage>();

  /** What the one end tells, the other hears: bytes, an end, a reset, and back-pressure. */
  const pass = (from: Socket, to: Socket, told: () => void): void => {
    from.on('data', (chunk: Buffer) => {
      told();
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => from.resume());
    from.on('end', () => to.end());
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      if (!from.readableEnded) to.destroy();
    });
  };

  const lead = (raw: Socket, { host, port }: Address): void => {
    const client = book.of(raw);
    if (client === undefined) return;
    const service = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const passage: Passage = { client, service, lastByteAt: monotonic(), isAsked: true, isSilent: false };
    passages.add(passage);
    pass(raw, service, () => {
      passage.lastByteAt = monotonic();
      passage.isAsked = true;
    });
    pass(service, raw, () => {
      passage.lastByteAt = monotonic();
      passage.isAsked = false;
      passage.isSilent = false;
    });
    raw.once('close', () => {
      passages.delete(passage);
      service.destroy();
    });
  };

  const isBusy = (passage: Passage): boolean => {
    const { client, service, lastByteAt, isAsked } = passage;
    if (client.raw.destroyed) return false;
    const silentMs = monotonic() - lastByteAt;
    if (isAsked && silentMs > answerMs) passage.isSilent = true;
    if (silentMs < restMs || (client.raw.writableLength > 0 && !isBlocked(client))) return true;
    return isAsked && !passage.isSilent && !service.readableEnded;
  };

  const listen = async (hostAndPort: string): Promise<{ readonly server: Server; readonly port: number }> => {
    const address = addressOf(hostAndPort);
    await knock(address, hostAndPort);
    const server = createServer({ allowHalfOpen: true });
    book.watch(server);
    server.on('connection', (raw) => lead(raw, address));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const at = server.address();
    return { server, port: typeof at === 'object' && at !== null ? at.port : 0 };
  };

  const opened = await Promise.allSettled(dependencies.map(listen));
  const listeners = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const close = async (): Promise<void> => {
    await book.dropAll();
    await Promise.all(listeners.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  };
  const failed = opened.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }

  return {
    redirects: Object.fromEntries(
      dependencies.flatMap((hostAndPort, index) => {
        const { host, port } = addressOf(hostAndPort);
        return namesOf(host.toLowerCase()).map((name) => [`${name}:${port}`, listeners[index]?.port ?? 0]);
      }),
    ),
    connections: book.states,
    busy: () => book.isClosing() || [...passages].some(isBusy),
    close,
  };
};
