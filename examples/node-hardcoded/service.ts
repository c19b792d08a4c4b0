/**
 * Our CRM integration behind an HTTP API, with the CRM's address written into it and nothing to configure but secrets: the
 * kind of code that was never made to be tested.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { startCrm } from '../rest/src/crm.ts';

const crm = startCrm({
  url: 'https://api.crm.example',
  apiKey: process.env.CRM_API_KEY ?? '',
  clientId: 'compass',
  clientSecret: process.env.CRM_CLIENT_SECRET ?? '',
});

const header = (request: IncomingMessage, name: string, otherwise: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : otherwise;
};

const answer = (reply: ServerResponse, status: number, value: unknown): void => {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

const lists: { readonly [path: string]: () => readonly unknown[] } = {
  '/dead-letters': crm.deadLetters,
  '/alerts': crm.alerts,
  '/notifications': crm.notifications,
};

/** Every operation stands at a path of its own name and takes its input as JSON. */
const perform = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
  const left = new AbortController();
  // Whoever hung up does not want it any more.
  reply.on('close', () => left.abort());
  const body = (await request.toArray()).join('');
  const outcome = await crm.perform((request.url ?? '').slice(1), JSON.parse(body === '' ? '{}' : body), {
    user: header(request, 'x-user-id', 'unknown'),
    correlationId: header(request, 'x-correlation-id', randomUUID()),
    signal: left.signal,
  });
  if (outcome.ok) answer(reply, 200, { value: outcome.value });
  else answer(reply, 502, { error: outcome.error });
};

createServer(async (request, reply) => {
  const list = lists[request.url ?? ''];
  if (request.method === 'GET') answer(reply, list === undefined ? 404 : 200, list?.() ?? {});
  else await perform(request, reply).catch(() => answer(reply, 400, {}));
}).listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log('listening'));
