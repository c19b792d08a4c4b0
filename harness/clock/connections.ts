/**
 * The subject's connections, below every HTTP client: where they may go, and how many bytes went through each. Import it
 * only after the timers were replaced, because it loads `node:net`.
 */
import diagnostics from 'node:diagnostics_channel';
import net from 'node:net';
import type { SubjectConnection } from '../ports/agent.ts';
import { closeDoors } from './closed-doors.ts';

export interface Network {
  /** `host:port` to the loopback port that stands for it. */
  readonly redirects: { readonly [hostAndPort: string]: number };
  /** Loopback ports of the wire. */
  readonly ports: readonly number[];
  /** Where programs that the subject starts are sent. */
  readonly proxy: string;
}

export interface Connections {
  /** Open connections to the wire. */
  readonly states: () => readonly SubjectConnection[];
  /** False while something is being connected, or bytes are under way between two ends inside this process. */
  readonly isSettled: () => boolean;
  /** The next `count` connections to it are refused. */
  readonly refuse: (hostAndPort: string, count: number) => void;
  /** The connections to it that stand now are closed as soon as they carry nothing. */
  readonly reconnect: (hostAndPort: string) => void;
  /** Closes kept-alive connections to where connections are to be refused or made anew. True if there were any. */
  readonly closeKept: () => boolean;
  /** Closes all of them, and refuses new ones without a word until it is opened again: the case is over. */
  readonly shut: () => void;
  readonly open: () => void;
}

type Told = (type: 'refused' | 'unclaimed', host: string, port: number) => void;

/** The part of Node's stream handles that counts bytes: the raw socket's, also below TLS. */
interface CountingHandle {
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly reading?: boolean;
  readonly _parent?: CountingHandle;
}

interface Tracked {
  readonly socket: net.Socket;
  readonly to: string;
  readonly targetPort: number;
  readonly isInternal: boolean;
  clientPort: number;
  raw: CountingHandle | undefined;
  /** What was counted when the account was last drawn up: tells whether the last bytes came or went. */
  read: number;
  written: number;
  isWaiting: boolean;
  /** To be closed when it carries nothing. */
  isOutdated: boolean;
}

interface ConnectOptions {
  readonly host?: string | null;
  readonly port?: number | string | null;
  /** Of a local socket. Node's HTTP agents pass null. */
  readonly path?: string | null;
  readonly family?: number;
}

const loopback = /^(localhost|127(\.\d+){3}|::1|\[::1\]|0\.0\.0\.0)$/i;

const rawHandle = (socket: net.Socket): CountingHandle | undefined => {
  const handle: CountingHandle | null | undefined = Reflect.get(socket, '_handle');
  return handle?._parent ?? handle ?? undefined;
};
const isReading = (socket: net.Socket) => {
  const handle: CountingHandle | null | undefined = Reflect.get(socket, '_handle');
  return handle === null || handle === undefined || handle.reading !== false;
};
const endWasRead = (socket: net.Socket): boolean => {
  const state: { readonly ended: boolean } = Reflect.get(socket, '_readableState');
  return state.ended;
};

function refusal(host: string, port: number, why: string): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}${why}`), {
    errno: -111,
    code: 'ECONNREFUSED',
    syscall: 'connect',
    address: host,
    port,
  });
}

export function watchConnections(network: Network, told: Told): Connections {
  const tracked = new Set<Tracked>();
  const serverSides = new Map<number, net.Socket>();
  const listening = new Set<net.Server>();
  const refusals = new Map<number, number>();
  let isShut = false;

  const targetOf = (host: string, port: number): number | undefined => {
    const redirected = network.redirects[`${host.toLowerCase()}:${port}`];
    if (redirected !== undefined) return redirected;
    return loopback.test(host) && network.ports.includes(port) ? port : undefined;
  };
  const portOf = (hostAndPort: string): number => {
    const separator = hostAndPort.lastIndexOf(':');
    const port = Number(hostAndPort.slice(separator + 1));
    return targetOf(hostAndPort.slice(0, separator), port) ?? port;
  };
  const isOwnServer = (host: string | undefined, port: number, path: string | undefined) =>
    [...listening].some((server) => {
      const address = server.address();
      if (address === null || typeof address === 'string') return path !== undefined && address === path;
      return host !== undefined && loopback.test(host) && address.port === port;
    });

  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function (this: net.Server, ...args: Parameters<typeof listen>) {
    listening.add(this);
    this.once('close', () => listening.delete(this));
    return listen.apply(this, args);
  } as typeof listen;

  diagnostics.subscribe('net.server.socket', (message) => {
    const socket: unknown = Reflect.get(Object(message), 'socket');
    if (!(socket instanceof net.Socket) || socket.remotePort === undefined) return;
    const port = socket.remotePort;
    serverSides.set(port, socket);
    socket.once('close', () => serverSides.delete(port));
  });

  const connect = net.Socket.prototype.connect;
  const open = (socket: net.Socket, options: ConnectOptions, listener: (() => void) | undefined) =>
    Reflect.apply(connect, socket, [options, listener]);
  const track = (socket: net.Socket, to: string, targetPort: number, isInternal: boolean) => {
    const entry: Tracked = {
      socket,
      to,
      targetPort,
      isInternal,
      clientPort: 0,
      raw: undefined,
      read: 0,
      written: 0,
      isWaiting: false,
      isOutdated: false,
    };
    tracked.add(entry);
    socket.once('connect', () => {
      entry.clientPort = socket.localPort ?? 0;
      entry.raw = rawHandle(socket);
    });
    socket.once('close', () => tracked.delete(entry));
  };

  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    // Node's own callers hand over a list that was normalised before.
    const normalise: (args: unknown) => [ConnectOptions, (() => void) | null] = Reflect.get(net, '_normalizeArgs');
    const [options, callback] = Array.isArray(args[0]) ? normalise(args[0]) : normalise(args);
    const host = options.host ?? 'localhost';
    const port = Number(options.port ?? 0);
    const path = options.path ?? undefined;
    const listener = callback ?? undefined;

    const fail = (type: 'refused' | 'unclaimed', error: Error) => {
      if (!isShut) told(type, path ?? host, port);
      if (listener !== undefined) this.once('connect', listener);
      Reflect.set(this, 'connecting', true);
      process.nextTick(() => {
        Reflect.set(this, 'connecting', false);
        this.destroy(error);
      });
      return this;
    };

    const target = path === undefined ? targetOf(host, port) : undefined;
    if (target !== undefined) {
      const left = refusals.get(target) ?? 0;
      if (left > 0 && !isShut) refusals.set(target, left - 1);
      if (left > 0 || isShut) return fail('refused', refusal(host, port, ''));
      track(this, `${host}:${port}`, target, false);
      return open(this, { ...options, host: '127.0.0.1', port: target, family: 4 }, listener);
    }
    if (isOwnServer(path === undefined ? host : undefined, port, path)) {
      track(this, path ?? `${host}:${port}`, port, true);
      return open(this, options, listener);
    }
    return fail(
      'unclaimed',
      refusal(
        path ?? host,
        port,
        ' (no provider of the contract claims this host, and its dependencies do not list it)',
      ),
    );
  } as typeof connect;

  closeDoors(
    (host) =>
      Object.keys(network.redirects).some((key) => key.startsWith(`${host.toLowerCase()}:`)) ? 'here' : 'nowhere',
    (host) => told('unclaimed', host, 0),
  );

  const stateOf = (entry: Tracked): SubjectConnection => ({
    clientPort: entry.clientPort,
    bytesRead: entry.raw?.bytesRead ?? 0,
    bytesWritten: entry.raw?.bytesWritten ?? 0,
    finSent: entry.socket.writableFinished,
    finRead: endWasRead(entry.socket),
    paused: !isReading(entry.socket),
    to: entry.to,
  });

  const isInternalSettled = (entry: Tracked) => {
    const other = serverSides.get(entry.clientPort);
    // A path has no port by which to find its other end; it is local, and the quiet loop covers it.
    if (entry.clientPort === 0) return true;
    if (other === undefined) return false;
    const otherRaw = rawHandle(other);
    if (otherRaw === undefined) return false;
    const ours = stateOf(entry);
    return (
      (ours.bytesWritten === otherRaw.bytesRead || !isReading(other)) &&
      (ours.bytesRead === otherRaw.bytesWritten || ours.paused)
    );
  };

  /** The subject's ends of connections that come from outside its process: webhooks. */
  const inbound = (): readonly (readonly [number, net.Socket])[] => {
    const internal = new Set([...tracked].flatMap((entry) => (entry.isInternal ? [entry.clientPort] : [])));
    return [...serverSides].filter(([port, socket]) => !internal.has(port) && !socket.destroyed);
  };
  const inboundState = ([clientPort, socket]: readonly [number, net.Socket]): SubjectConnection => {
    const raw = rawHandle(socket);
    return {
      clientPort,
      inbound: true,
      bytesRead: raw?.bytesRead ?? 0,
      bytesWritten: raw?.bytesWritten ?? 0,
      finSent: socket.writableFinished,
      finRead: endWasRead(socket),
      paused: !isReading(socket),
      to: 'webhook',
    };
  };

  const drop = (entries: Iterable<Tracked>) => {
    for (const entry of [...entries]) {
      entry.socket.destroy();
      tracked.delete(entry);
    }
  };

  return {
    states: () => {
      const states: SubjectConnection[] = [];
      for (const entry of tracked) {
        // A destroyed socket is gone for us; the wire learns of it when the packet arrives.
        if (entry.isInternal || entry.socket.destroyed || entry.clientPort === 0) continue;
        const state = stateOf(entry);
        if (state.bytesWritten !== entry.written) entry.isWaiting = true;
        if (state.bytesRead !== entry.read) entry.isWaiting = false;
        entry.read = state.bytesRead;
        entry.written = state.bytesWritten;
        states.push(state);
      }
      return [...states, ...inbound().map(inboundState)];
    },
    isSettled: () => {
      for (const entry of tracked) {
        if (entry.socket.destroyed) continue;
        if (entry.socket.connecting || (entry.isInternal && !isInternalSettled(entry))) return false;
      }
      return true;
    },
    refuse: (hostAndPort, count) => {
      refusals.set(portOf(hostAndPort), count);
    },
    reconnect: (hostAndPort) => {
      const port = portOf(hostAndPort);
      for (const entry of tracked) if (!entry.isInternal && entry.targetPort === port) entry.isOutdated = true;
    },
    closeKept: () => {
      const idle = [...tracked].filter(
        (entry) =>
          !entry.isWaiting && !entry.isInternal && (entry.isOutdated || (refusals.get(entry.targetPort) ?? 0) > 0),
      );
      drop(idle);
      return idle.length > 0;
    },
    shut: () => {
      isShut = true;
      refusals.clear();
      drop([...tracked].filter((entry) => !entry.isInternal));
      for (const [, socket] of inbound()) socket.destroy();
    },
    open: () => {
      isShut = false;
    },
  };
}
