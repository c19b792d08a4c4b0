/** The webhook over HTTP: verify, keep, answer. The work comes after the answer, and is somebody else's. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { contentKey } from './idempotency.ts';
import type { Inbox, Work } from './inbox.ts';
import type { Log, LogFields } from './log.ts';
import { type Payload, type Refusal, verifyDelivery } from './verify.ts';

export interface EndpointSettings {
  readonly path: string;
  readonly secret: string;
}

/** Far more than an event of Linear's. */
const largestBody = 1_048_576;

const statusOf: { readonly [refusal in Refusal]: number } = {
  'signature-missing': 401,
  'signature-wrong': 401,
  unreadable: 400,
  'too-old': 400,
};

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

const textIn = (value: unknown, member: string): string | undefined => {
  const fields: Payload = typeof value === 'object' && value !== null ? { ...value } : {};
  const text = fields[member];
  return typeof text === 'string' ? text : undefined;
};

/**
 * What there is to do about an event; undefined for one that does not concern us. The key is made of what Linear signed:
 * `Linear-Delivery` is not, so that whoever captures a delivery could send it again under another id.
 */
function workOf(payload: Payload, correlationId: string): Work | undefined {
  const issueId = textIn(payload.data, 'id');
  const { type, action, createdAt, webhookId } = payload;
  if (type !== 'Issue' || action !== 'create' || issueId === undefined) return undefined;
  const key = contentKey('linear', `${type}.${action}`, [issueId, String(createdAt), String(webhookId)]);
  return { key, issueId, correlationId };
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;

/** `accept` is called with what is new and kept. Nothing that was sent is ever logged. */
export function createEndpoint(
  { path, secret }: EndpointSettings,
  inbox: Inbox,
  log: Log,
  accept: (work: Work) => void,
): Server {
  async function answer(request: IncomingMessage): Promise<number> {
    const startedAt = Date.now();
    const body = await readBody(request);
    if (request.method !== 'POST' || request.url !== path) return 404;
    const delivery = single(request.headers['linear-delivery']) ?? '';
    const correlationId = /^[0-9a-f-]{36}$/.test(delivery) ? delivery : randomUUID();
    const line = (status: number, reason?: string, key?: string): LogFields => ({
      operation: 'receive_webhook',
      request_id: randomUUID(),
      correlation_id: correlationId,
      user_id: 'linear',
      idempotency_key: key,
      retry_attempt: 0,
      max_retries: 0,
      status_code: status,
      duration_ms: Date.now() - startedAt,
      reason,
    });
    if (body === undefined) {
      log.warn(line(413, 'too-large'), 'delivery refused');
      return 413;
    }
    const verified = verifyDelivery(body, single(request.headers['linear-signature']), secret, Date.now());
    if (!verified.ok) {
      const status = statusOf[verified.refusal];
      log.warn(line(status, verified.refusal), 'delivery refused');
      return status;
    }
    const work = workOf(verified.payload, correlationId);
    if (work === undefined) {
      log.info(line(200, 'not-for-us'), 'delivery ignored');
    } else if (inbox.add(work)) {
      log.info(line(200, 'new', work.key), 'delivery accepted');
      accept(work);
    } else {
      log.info(line(200, 'duplicate', work.key), 'delivery known already');
    }
    return 200;
  }

  return createServer(async (request, reply) => {
    try {
      reply.writeHead(await answer(request)).end();
    } catch {
      // The sender broke off, or the disk is full: either way it has to come again.
      reply.writeHead(503).end();
    }
  });
}
