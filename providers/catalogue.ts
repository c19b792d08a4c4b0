/** The providers and webhooks that a contract can name without code, and what it may say of each. */
import { z } from 'zod';
import { type Catalogue, named } from '../harness/ports/catalogue.ts';
import type { SecretShape } from '../harness/ports/provider.ts';
import { type AnthropicOptions, anthropic } from './anthropic/provider.ts';
import { describedProviders } from './described/named.ts';
import { type LinearOptions, linear } from './linear/provider.ts';
import { type OpenaiOptions, openai } from './openai/provider.ts';
import { type RestOptions, rest } from './rest/provider.ts';
import { type ConvexOptions, convex } from './secret-managers/convex.ts';
import { doppler } from './secret-managers/doppler.ts';
import { infisical } from './secret-managers/infisical.ts';
import {
  anthropicWebhooks,
  githubWebhooks,
  type HmacWebhookOptions,
  hmacWebhooks,
  linearWebhooks,
  openaiWebhooks,
  slackWebhooks,
  standardWebhooks,
  stripeWebhooks,
  svixWebhooks,
} from './webhooks/index.ts';

const count = z.number().int('must be a whole number').positive('must be more than 0');
const id = z.string().min(1).exactOptional().describe('Under which name the contract refers to it.');
/** Each of them, or some. */
const some = <const Names extends readonly string[]>(...names: Names) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, count.exactOptional()]))).exactOptional();

const secretShape: z.ZodType<SecretShape> = z.strictObject({
  prefix: z.string().describe('Its public part, such as sk_live_.'),
  randomLength: count.min(8, 'must be at least 8'),
  use: z.enum(['credential', 'webhook', 'oauth']),
});

const quota = z.strictObject({ requests: count, complexity: count });
const linearOptions: z.ZodType<LinearOptions> = z.strictObject({
  id,
  limits: z
    .strictObject({
      apiKey: quota.exactOptional(),
      oauthToken: quota.exactOptional(),
      unauthenticated: quota.exactOptional(),
    })
    .exactOptional(),
});

const openaiOptions: z.ZodType<OpenaiOptions> = z.strictObject({
  id,
  limits: some('requests', 'tokens'),
  outOfCredit: z.literal(true).exactOptional(),
});

const anthropicOptions: z.ZodType<AnthropicOptions> = z.strictObject({
  id,
  limits: some('requests', 'inputTokens', 'outputTokens'),
  spendLimitReached: z.literal(true).exactOptional(),
});

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const origin = z.string().refine(isOrigin, 'must be an origin, such as https://api.example.com');

const restOptions: z.ZodType<RestOptions> = z.strictObject({
  id,
  origin: origin.exactOptional().describe('Such as https://api.example.com, without a path.'),
  collections: z
    .array(z.string().min(1))
    .min(1, 'must list at least one collection')
    .describe('[tasks] gives /v1/tasks and /v1/tasks/{id}.'),
  secrets: z.record(z.string(), secretShape).exactOptional(),
  limits: z.strictObject({ requests: count, windowMs: count }).exactOptional(),
});

const convexOptions: z.ZodType<ConvexOptions> = z.strictObject({
  id,
  deployment: z.string().min(1).exactOptional().describe('The first part of https://<deployment>.convex.cloud.'),
});

const place = z.strictObject({ in: z.enum(['header', 'body']), name: z.string().min(1) });
const hmacOptions: z.ZodType<Omit<HmacWebhookOptions, 'style' | 'events'>> = z.strictObject({
  id: z.string().min(1),
  header: z.string().min(1).describe('Where the signature stands.'),
  prefix: z.string().exactOptional().describe('Before the digest, such as sha256=.'),
  encoding: z.enum(['hex', 'base64']),
  content: z
    .array(z.enum(['id', 'timestamp', 'body']))
    .exactOptional()
    .describe('What is signed, in order. The raw body alone when absent.'),
  separator: z.string().exactOptional(),
  timestamp: place.extend({ unit: z.enum(['seconds', 'milliseconds']) }).exactOptional(),
  toleranceMs: count.exactOptional(),
  deliveryId: place.exactOptional(),
  event: place.exactOptional(),
  secret: z.string().exactOptional(),
  secretShape: secretShape.exactOptional(),
  key: z.enum(['text', 'base64']).exactOptional(),
  redelivery: z.strictObject({ timeoutMs: count, delaysMs: z.array(count) }).exactOptional(),
});

const nothing = z.strictObject({});
const dialects = [
  anthropicWebhooks,
  githubWebhooks,
  linearWebhooks,
  openaiWebhooks,
  slackWebhooks,
  standardWebhooks,
  stripeWebhooks,
  svixWebhooks,
];

export const catalogue: Catalogue = {
  providers: {
    linear: named(linearOptions, linear),
    openai: named(openaiOptions, openai),
    anthropic: named(anthropicOptions, anthropic),
    rest: named(restOptions, rest),
    ...describedProviders({ secretShape, origin }),
    doppler: named(z.strictObject({ id }), doppler),
    infisical: named(z.strictObject({ id }), infisical),
    convex: named(convexOptions, convex),
  },
  dialects: {
    ...Object.fromEntries(dialects.map((dialect) => [dialect.id, named(nothing, () => dialect)])),
    hmac: named(hmacOptions, hmacWebhooks),
  },
};
