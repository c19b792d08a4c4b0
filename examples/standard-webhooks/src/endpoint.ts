/** The endpoint over HTTP: verify the bytes as they came, keep, answer. The work comes after the answer. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Log } from './log.ts';
import type { Delivery } from './store.ts';

export type Headers = { readonly [name: string]: string };

/** What a sender's deliveries are made of. */
export interface Sender {
  /** Throws, or rejects, when the delivery is not this sender's or too old. */
  verify(body: Buffer, headers: Headers): unknown;
  /** The event and the id of the delivery; undefined when a body that is rightly signed says neither. */
  read(payload: Payload, headers: Headers): Omit<Delivery, 'body'> | undefined;
}

export type Payload = { readonly [member: string]: unknown };

/** Far more than an event that names things rather than holding them. */
const largestBody = 1_048_576;

/** Undefined when it is too large. It is read to its end all the same, so that the sender hears why. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= largestBody ? Buffer.concat(chunks) : undefined;
}

/** Repeated headers joined, as Node does for all that it has no rule for. */
const headersOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

function objectIn(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly delivery?: string;
}

export interface EndpointSettings {
  readonly path: string;
  readonly sender: Sender;
  /** Events that are worked on. Any other is acknowledged, so that it is not delivered again, and forgotten. */
  readonly events: readonly string[];
  /** False when it is known already. */
  accept(delivery: Delivery): boolean;
}

export function createEndpoint({ path, sender, events, accept }: EndpointSettings, log: Log): Server {
  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request);
    if (request.method !== 'POST' || request.url !== path) return { status: 404, message: 'not found' };
    if (body === undefined) return { status: 413, message: 'too large' };
    const headers = headersOf(request);
    try {
      await sender.verify(body, headers);
    } catch {
      // Neither to the caller nor to the log: what verifiers say of a signature helps only forgers.
      return { status: 401, message: 'not verified' };
    }
    const text = body.toString();
    const payload = objectIn(text);
    const read = payload && sender.read(payload, headers);
    if (read === undefined) return { status: 400, message: 'not readable' };
    const { id, event } = read;
    if (!events.includes(event)) return { status: 200, message: 'ignored', delivery: id };
    return { status: 200, message: accept({ id, event, body: text }) ? 'accepted' : 'known already', delivery: id };
  }

  return createServer(async (request, reply) => {
    const startedAt = Date.now();
    try {
      const { status, message, delivery } = await answer(request);
      reply.writeHead(status).end();
      const level = status < 300 ? 'INFO' : 'WARN';
      log({ level, message, delivery, status, tookMs: Date.now() - startedAt });
    } catch {
      // The sender broke off, or the disk is full: either way it has to come again.
      reply.writeHead(503).end();
      log({ level: 'ERROR', message: 'not kept', status: 503, tookMs: Date.now() - startedAt });
    }
  });
}
