/**
 * Calls its providers with every client that integrations are built on, at the addresses that are written into them: there
 * is no base URL anywhere, and no certificate authority but the environment's.
 */
import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { anthropic, linear, openai, rest } from '../providers/index.ts';
import { defineIntegration, fc } from './index.ts';

const shop = 'https://api.shop.example/v1/orders';
const authorization = `Bearer ${process.env.SHOP_KEY}`;
const headers = { authorization };

const overNode = async (url: string): Promise<unknown> => {
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    get(url, { headers }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode));
    }).on('error', reject);
  });
};

const overHttp2 = async (): Promise<unknown> => {
  const { connect } = await import('node:http2');
  const session = connect(new URL(shop).origin);
  const stream = session.request({ ':path': new URL(shop).pathname, authorization });
  return new Promise((resolve, reject) => {
    session.on('error', reject);
    stream.on('error', reject);
    stream.on('response', (head: IncomingHttpHeaders & IncomingHttpStatusHeader) => {
      stream.resume().on('end', () => session.close());
      session.on('close', () => resolve(`${session.alpnProtocol} ${head[':status']}`));
    });
  });
};

/** Each resolves to something that only an answer can have given. */
const clients: { readonly [client: string]: () => Promise<unknown> } = {
  fetch: async () => (await fetch(shop, { headers })).status,
  // It goes on when it is late, and leaves the request where it is.
  race: () =>
    Promise.race([
      fetch(shop, { headers }).then(({ status }) => status),
      new Promise((resolve) => void setTimeout(resolve, 10_000, 'late')),
    ]),
  undici: async () => (await (await import('undici')).request(shop, { headers })).statusCode,
  http: () => overNode(shop.replace('https:', 'http:')),
  https: () => overNode(shop),
  http2: overHttp2,
  axios: async () => (await (await import('axios')).default.get(shop, { headers })).status,
  got: async () => (await (await import('got')).default(shop, { headers })).statusCode,
  ky: async () => (await (await import('ky')).default(shop, { headers })).status,
  linear: async () => {
    const { LinearClient } = await import('@linear/sdk');
    return (await new LinearClient({ apiKey: process.env.LINEAR_API_KEY ?? '' }).viewer).id;
  },
  openai: async () => {
    const { default: OpenAi } = await import('openai');
    return (await new OpenAi().models.list()).data.length;
  },
  anthropic: async () => {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    return (await new Anthropic().models.list()).data.length;
  },
  stripe: async () => {
    const { default: Stripe } = await import('stripe');
    return (await new Stripe(process.env.STRIPE_KEY ?? '').customers.list()).data.length;
  },
};

export default defineIntegration({
  service: 'every-client',
  type: 'output-only',
  providers: [
    rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'] }),
    linear(),
    openai(),
    anthropic(),
    rest({ id: 'stripe', origin: 'https://api.stripe.com', collections: ['customers'] }),
  ],
  secrets: {
    SHOP_KEY: 'shop.apiKey',
    LINEAR_API_KEY: 'linear.apiKey',
    OPENAI_API_KEY: 'openai.apiKey',
    ANTHROPIC_API_KEY: 'anthropic.apiKey',
    STRIPE_KEY: 'stripe.apiKey',
  },
  policy: { maxRetries: 0, baseDelayMs: 1000, maxDelayMs: 1000, attemptTimeoutMs: 10_000 },
  operations: Object.fromEntries(
    Object.keys(clients).map((client) => [
      client,
      { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
    ]),
  ),
  start: () => ({
    perform: async (client) => ({ ok: true, value: await clients[client]?.() }),
  }),
});
