/** Endpoints on a real socket, each of one provider's official verifier with its defaults and nothing else. */
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { createNodeMiddleware, Webhooks as OctokitWebhooks } from '@octokit/webhooks';
import { HTTPModuleFunctions } from '@slack/bolt';
import OpenAI from 'openai';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import type { SignedDelivery, WebhookDialect } from '../../harness/ports/webhook.ts';
import {
  anthropicWebhooks,
  githubWebhooks,
  linearWebhooks,
  openaiWebhooks,
  slackWebhooks,
  standardWebhooks,
  stripeWebhooks,
  svixWebhooks,
} from './index.ts';

export interface OfficialEndpoint {
  readonly verifier: string;
  readonly dialect: WebhookDialect;
  listener(secret: string): RequestListener;
}

type Headers = { readonly [name: string]: string };

const rawBody = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Repeated headers joined, as Node does for all that it has no rule for. */
const headersOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

/** 200 when `verify` resolves, 400 when it throws. */
const verifying =
  (verify: (body: Buffer, headers: Headers) => unknown): RequestListener =>
  async (incoming, reply) => {
    const body = await rawBody(incoming);
    try {
      await verify(body, headersOf(incoming));
      reply.writeHead(200).end();
    } catch {
      reply.writeHead(400).end();
    }
  };

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const officialEndpoints: readonly OfficialEndpoint[] = [
  {
    verifier: '@linear/sdk LinearWebhookClient.createHandler',
    dialect: linearWebhooks,
    listener: (secret) => new LinearWebhookClient(secret).createHandler(),
  },
  {
    verifier: 'standardwebhooks Webhook.verify',
    dialect: standardWebhooks,
    listener: (secret) => {
      const webhook = new StandardWebhook(secret);
      return verifying((body, headers) => webhook.verify(body, headers));
    },
  },
  {
    verifier: 'openai webhooks.unwrap',
    dialect: openaiWebhooks,
    listener: (secret) => {
      const client = new OpenAI({ apiKey: 'unused', webhookSecret: secret });
      return verifying((body, headers) => client.webhooks.unwrap(body.toString(), headers));
    },
  },
  {
    verifier: '@anthropic-ai/sdk beta.webhooks.unwrap',
    dialect: anthropicWebhooks,
    listener: (secret) => {
      const client = new Anthropic({ apiKey: 'unused', webhookKey: secret });
      return verifying((body, headers) => client.beta.webhooks.unwrap(body.toString(), { headers }));
    },
  },
  {
    verifier: 'svix Webhook.verify',
    dialect: svixWebhooks,
    listener: (secret) => {
      const webhook = new SvixWebhook(secret);
      return verifying((body, headers) => webhook.verify(body, headers));
    },
  },
  {
    verifier: 'stripe webhooks.constructEvent',
    dialect: stripeWebhooks,
    listener: (secret) => {
      const stripe = new Stripe('sk_test_unused');
      return verifying((body, headers) =>
        stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret),
      );
    },
  },
  {
    verifier: '@octokit/webhooks createNodeMiddleware',
    dialect: githubWebhooks,
    listener: (secret) =>
      createNodeMiddleware(new OctokitWebhooks({ secret, log: silent }), { path: '/', log: silent }),
  },
  {
    verifier: '@slack/bolt HTTPModuleFunctions.parseAndVerifyHTTPRequest',
    dialect: slackWebhooks,
    listener: (signingSecret) => async (incoming, reply) => {
      try {
        await HTTPModuleFunctions.parseAndVerifyHTTPRequest({ signingSecret }, incoming, reply);
        reply.writeHead(200).end();
      } catch {
        reply.writeHead(400).end();
      }
    },
  },
];

/** The status of the answer. */
export type Post = (delivery: SignedDelivery) => Promise<number>;

const poster =
  (port: number): Post =>
  ({ headers, body }) =>
    new Promise((resolve, reject) => {
      const lists = Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : [...value],
      ]);
      const sent = request({ host: '127.0.0.1', port, method: 'POST', headers: Object.fromEntries(lists) }, (reply) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(body);
    });

/** Listens on loopback, on a port of the system's choice, for as long as `use` takes. */
export const listen = async <T>(listener: RequestListener, use: (post: Post) => Promise<T>): Promise<T> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await use(poster(typeof address === 'object' && address !== null ? address.port : 0));
  } finally {
    server.closeAllConnections();
    server.close();
  }
};
