/**
 * Every open connection of the wire with exact byte counts, so that a coordinator can tell whether anything is in
 * flight. Counts are those of the TCP socket, beneath TLS. A flag that is set too early only delays the clock; one that
 * is set too late would let it move while bytes travel: so each is set as early as can be.
 */
import type { Server, Socket } from 'node:net';
import type { ConnectionState } from '../ports/clock.ts';

export interface Connection {
  /** The TCP socket; beneath TLS it is not the one that requests are read from. */
  readonly raw: Socket;
  readonly clientPort: number;
  /** The socket that HTTP is spoken on: `raw` itself, or the TLS socket once the handshake is over. */
  speaker: Socket;
  /** Made by the harness, to a server of the subject's. */
  readonly inbound?: true;
}

export interface ConnectionBook {
  /** `secure`: where TLS is spoken on the connections of the server, if it is. */
  watch(server: Server, secure?: Server): void;
  /** Enters a connection that was made from here. */
  enterOutgoing(socket: Socket): Connection;
  of(socket: Socket): Connection | undefined;
  states(): readonly ConnectionState[];
  /** True from when a connection ended until everybody here was told: what its end means is an event of this moment. */
  isClosing(): boolean;
  /** Counts connections that were made from here, and again when they end. */
  turnover(): number;
  drop(which: (connection: Connection) => boolean): void;
  /** Destroys every connection and resolves when all are gone. */
  dropAll(): Promise<void>;
}

/** Client ports alone are not unique: one port may talk to two listeners. */
const keyOf = (socket: Socket): string => `${socket.localPort}<${socket.remotePort}`;

const isOpen = ({ raw, speaker }: Connection): boolean => !raw.destroyed && !speaker.destroyed;

const stateOf = ({ raw, clientPort, speaker, inbound }: Connection): ConnectionState => ({
  clientPort,
  ...(inbound === undefined ? {} : { inbound }),
  bytesRead: raw.bytesRead,
  bytesWritten: raw.bytesWritten,
  finSent: raw.writableEnded || speaker.writableEnded,
  finRead: raw.readableEnded || speaker.readableEnded,
});

/** True while the kernel takes no more bytes, because the client does not read. */
export const isBlocked = ({ raw }: Connection): boolean => {
  const handle: unknown = Reflect.get(raw, '_handle');
  return (
    typeof handle === 'object' &&
    handle !== null &&
    'writeQueueSize' in handle &&
    typeof handle.writeQueueSize === 'number' &&
    handle.writeQueueSize > 0
  );
};

export const connectionBook = (): ConnectionBook => {
  const connections = new Map<string, Connection>();
  let turnover = 0;

  /** Sockets that have yet to tell that they are closed; a TLS socket tells apart from the one beneath it. */
  const untold = new Map<Connection, Set<Socket>>();

  const awaitClose = (key: string, connection: Connection, socket: Socket) => {
    const sockets = untold.get(connection) ?? new Set();
    untold.set(connection, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      untold.delete(connection);
      if (connections.get(key) === connection) connections.delete(key);
    });
  };

  const keep = (connection: Connection) => {
    const { raw } = connection;
    const key = keyOf(raw);
    connections.set(key, connection);
    raw.setNoDelay(true);
    awaitClose(key, connection, raw);
    return connection;
  };

  const enter = (raw: Socket) => {
    const clientPort = raw.remotePort;
    // A client that is gone before it was accepted has no port any more, and nothing to say.
    if (clientPort !== undefined) keep({ raw, clientPort, speaker: raw });
  };

  return {
    watch: (server, secure) => {
      server.on('connection', enter);
      secure?.on('secureConnection', (speaker: Socket) => {
        const key = keyOf(speaker);
        const connection = connections.get(key);
        if (connection === undefined) return;
        connection.speaker = speaker;
        awaitClose(key, connection, speaker);
      });
    },
    enterOutgoing: (raw) => {
      turnover++;
      raw.once('close', () => {
        turnover++;
      });
      return keep({ raw, clientPort: raw.localPort ?? 0, speaker: raw, inbound: true });
    },
    turnover: () => turnover,
    of: (socket) => connections.get(keyOf(socket)),
    states: () => [...connections.values()].filter(isOpen).map(stateOf),
    isClosing: () => [...untold.keys()].some((connection) => !isOpen(connection)),
    drop: (which) => {
      for (const connection of [...connections.values()]) {
        if (!which(connection)) continue;
        connection.speaker.destroy();
        connection.raw.destroy();
      }
    },
    dropAll: async () => {
      const closing = [...connections.values()].map(
        ({ raw, speaker }) =>
          new Promise<void>((resolve) => {
            raw.once('close', () => resolve());
            speaker.destroy();
            raw.destroy();
          }),
      );
      await Promise.all(closing);
    },
  };
};
