/**
 * The wire: loopback listeners that stand for the providers. It parses requests, asks the case for an answer to each, and
 * says it on the socket, also where a handler cannot: resets, silence, half a body. It keeps exact account of bytes.
 */
import { createServer as createPlainServer } from 'node:http';
import { createServer as createListener, type Server, type Socket } from 'node:net';
import { ContractError } from '../ports/errors.ts';
import type { Provider } from '../ports/provider.ts';
import type { OpenWire, WireCase } from '../ports/wire.ts';
import { badHandshakes } from './bad-handshakes.ts';
import { type Connection, connectionBook, isBlocked } from './connection-book.ts';
import { type Arrival, bodyLimit, receive } from './receive.ts';
import { isHeldBack, type Reply, type Serve, withoutTimeouts } from './serve.ts';
import { breakOff, type Conversation, say } from './speak.ts';
import { createTlsListener } from './tls-listener.ts';

/** One case while it has the wire. Whatever began in it stays with it, and is mute once it is over. */
interface Session {
  readonly wireCase: WireCase;
  requests: number;
  over: boolean;
}

/** What a request in progress contributes to `busy`. */
interface Load {
  readonly connection: Connection;
  readonly reply: Reply;
  /** Handlers at work and writes under way, less those that wait for the clock. */
  answering: boolean;
  sleeping: number;
  writing: number;
}

const isBusy = ({ connection, reply, answering, sleeping, writing }: Load): boolean =>
  (answering && sleeping === 0) || (writing > 0 && !isBlocked(connection) && !isHeldBack(reply));

const listen = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        port === 0
          ? error
          : new ContractError(
              `port ${port}, which subject.providerPorts names, cannot be listened on: ${error.message}`,
            ),
      ),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

/** When all of its connections are gone. */
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

interface Ports {
  readonly plain: number;
  readonly tls: number;
}

/** An origin with a port of its own stands for that port alone; any other for 443 and 80. */
const redirectsOf = (origin: string, { plain, tls }: Ports): readonly (readonly [string, number])[] => {
  const { hostname, port, protocol } = new URL(origin);
  if (port !== '') return [[`${hostname}:${port}`, protocol === 'https:' ? tls : plain]];
  return [
    [`${hostname}:443`, tls],
    [`${hostname}:80`, plain],
  ];
};

/** Throws `ContractError` when two providers stand for one origin, or one stands for none. */
const checkOrigins = (providers: readonly Provider[]): void => {
  const owners = new Map<string, string>();
  for (const { id, origins } of providers) {
    if (origins.length === 0)
      throw new ContractError(`provider ${id} has no origin; give it one, such as https://api.${id}.com`);
    for (const origin of origins) {
      const { host } = new URL(origin);
      const owner = owners.get(host);
      if (owner !== undefined && owner !== id)
        throw new ContractError(`providers ${owner} and ${id} both stand for ${host}; list only one of them`);
      owners.set(host, id);
    }
  }
};

const tooLarge = (): Response => new Response(`request bodies end at ${bodyLimit} bytes`, { status: 413 });

/**
 * Opens a plain and a TLS listener on 127.0.0.1 for each provider. Rejects with `ContractError` when providers claim the
 * same origin. Requests that come while no case is under way are reset.
 */
export const openWire: OpenWire = async (providers, fixed = {}) => {
  checkOrigins(providers);
  const book = connectionBook();
  const loads = new Set<Load>();
  /** What the next connections to a port meet instead of the provider. */
  const strikes = new Map<number, { left: number; readonly meet: (connection: Connection) => void }>();
  let session: Session | undefined;

  const answerOf = (load: Load, provider: string, request: number, arrival: Arrival, { answer, clock }: WireCase) => {
    if (arrival.end === 'too-large') return Promise.resolve(tooLarge());
    return answer(provider, request, arrival.received, async (ms) => {
      load.sleeping += 1;
      try {
        await clock.sleep(ms);
      } finally {
        load.sleeping -= 1;
      }
    });
  };

  const converse = async (provider: string, arrival: Arrival, load: Load, own: Session) => {
    const { wireCase } = own;
    const { connection, reply } = load;
    const request = own.requests++;
    let left = arrival.end === 'client-left';
    let finished = false;
    let tellBegun = (): void => undefined;
    const conversation: Conversation = {
      request,
      method: arrival.received.method,
      reply,
      connection,
      clock: wireCase.clock,
      isOver: () => left || own.over,
      writing: async (work) => {
        load.writing += 1;
        try {
          return await work();
        } finally {
          load.writing -= 1;
        }
      },
      notice: (notice) => {
        if (!own.over) wireCase.notice(notice);
      },
      onLeaving: (tell) => {
        tellBegun = tell;
      },
      finished: () => {
        finished = true;
      },
    };
    const leave = () => {
      left = true;
      if (finished) return;
      tellBegun();
      conversation.notice({ type: 'abort', request });
    };
    conversation.notice({ type: 'request', request, provider, received: arrival.received });
    if (left) return leave();
    reply.once('close', leave);
    load.answering = true;
    loads.add(load);
    try {
      const answer = await answerOf(load, provider, request, arrival, wireCase);
      // Not before the next line counts it as writing: there is no turn between the two.
      load.answering = false;
      if (!conversation.isOver()) await say(conversation, answer);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      conversation.notice({ type: 'failure', request, error });
      if (!conversation.isOver()) breakOff(conversation);
    } finally {
      loads.delete(load);
    }
  };

  const serve =
    (provider: Provider): Serve =>
    (message, reply) => {
      const connection = book.of(message.socket);
      if (connection === undefined || session === undefined) {
        message.socket.destroy();
        return;
      }
      const own = session;
      receive(message, new URL(provider.origins[0] ?? '').origin, (arrival) => {
        if (own.over) return;
        void converse(provider.id, arrival, { connection, reply, answering: false, sleeping: 0, writing: 0 }, own);
      });
    };

  /** False when nobody is there to talk to it. */
  const isWelcome = (raw: Socket): boolean => {
    const connection = book.of(raw);
    // A connection made between cases could carry a request of the old one into the new.
    if (session === undefined || connection === undefined) {
      raw.destroy();
      return false;
    }
    const strike = strikes.get(raw.localPort ?? 0);
    if (strike === undefined || strike.left === 0) return true;
    strike.left -= 1;
    strike.meet(connection);
    return false;
  };

  const names = providers.flatMap(({ origins }) => origins.map((origin) => new URL(origin).hostname));
  // What signs them is much code, which commands that open no wire do without.
  const { makeCertificates } = await import('./certificates.ts');
  const certificates = await makeCertificates(['localhost', '127.0.0.1', ...names]);
  const badHandshake = badHandshakes(certificates);
  const opened = await Promise.all(
    providers.map(async (provider) => {
      const plainServer = withoutTimeouts(createPlainServer(serve(provider)));
      const { cert, key } = certificates;
      const tlsServer = createTlsListener({ cert, key }, serve(provider));
      // Listening apart from what is spoken, so that a connection can meet something else.
      const servers = [plainServer, tlsServer].map((server) => {
        // As each would listen by itself.
        const listener = createListener({ allowHalfOpen: server === plainServer });
        book.watch(listener, server);
        listener.on('connection', (raw) => {
          if (isWelcome(raw)) server.emit('connection', raw);
        });
        return listener;
      });
      const [plain = 0, tls = 0] = await Promise.all(
        servers.map((server, index) => listen(server, index === 0 ? fixed[provider.id] : 0)),
      );
      return { provider, servers, ports: { plain, tls } };
    }),
  );

  const end = async () => {
    if (session !== undefined) session.over = true;
    session = undefined;
    loads.clear();
    strikes.clear();
    await book.dropAll();
  };

  const begin = (wireCase: WireCase) => {
    // A case that nobody ended must not go on in this one.
    if (session !== undefined) void end();
    session = { wireCase, requests: 0, over: false };
  };

  const redirects = Object.fromEntries(
    opened.flatMap(({ provider, ports }) => provider.origins.flatMap((origin) => redirectsOf(origin, ports))),
  );

  const portOf = (hostAndPort: string): number =>
    redirects[hostAndPort] ?? Number(hostAndPort.slice(hostAndPort.lastIndexOf(':') + 1));
  const closeConnections = (hostAndPort: string): void => {
    const port = portOf(hostAndPort);
    book.drop(({ raw }) => raw.localPort === port);
  };

  return {
    urls: Object.fromEntries(opened.map(({ provider, ports }) => [provider.id, `http://127.0.0.1:${ports.plain}`])),
    redirects,
    refuse: (hostAndPort, count, told) => {
      const meet = ({ raw }: Connection) => {
        raw.resetAndDestroy();
        told();
      };
      strikes.set(portOf(hostAndPort), { left: count, meet });
      if (count > 0) closeConnections(hostAndPort);
    },
    failHandshakes: (hostAndPort, how, count, told) => {
      const own = session;
      const meet = (connection: Connection) =>
        badHandshake(connection, how, (what) => {
          if (own?.over === false) told(what);
        });
      strikes.set(portOf(hostAndPort), { left: count, meet });
    },
    closeConnections,
    ca: certificates.ca,
    connections: book.states,
    busy: () => book.isClosing() || [...loads].some(isBusy),
    begin,
    end,
    close: async () => {
      await end();
      await Promise.all(opened.flatMap(({ servers }) => servers.map(close)));
    },
  };
};
