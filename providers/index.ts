/** The simulated third-party APIs, and what it takes to write another one. */
export type {
  Dialect,
  LedgerEntry,
  OpenContext,
  OpenProvider,
  Provider,
  ReadingContext,
  ReceivedRequest,
  RetryAfterForm,
  SecretShape,
} from '../harness/ports/provider.ts';
export type { Delivery, SignedDelivery, WebhookDialect, WebhookEvent } from '../harness/ports/webhook.ts';
export { anthropicIds } from './anthropic/ids.ts';
export { type AnthropicOptions, anthropic } from './anthropic/provider.ts';
export type { AnthropicLimits } from './anthropic/rate-limits.ts';
export type {
  ApiManners,
  CredentialPlace,
  ErrorManners,
  HeaderPlace,
  IdempotencyManners,
  RateLimitManners,
} from './described/manners.ts';
export type { VariablePlace } from './graphql/keys.ts';
export { type GraphqlOptions, graphql } from './graphql/provider.ts';
export { linearIds } from './linear/fixtures.ts';
export { type LinearOptions, linear } from './linear/provider.ts';
export type { QuotaLimits } from './linear/quota.ts';
export { openaiIds } from './openai/ids.ts';
export { type OpenaiOptions, openai } from './openai/provider.ts';
export type { OpenaiLimits } from './openai/rate-limits.ts';
export { type OpenapiOptions, openapi } from './openapi/provider.ts';
export { type RestLimits, type RestOptions, rest } from './rest/provider.ts';
export { type ConvexOptions, convex } from './secret-managers/convex.ts';
export { doppler } from './secret-managers/doppler.ts';
export { infisical } from './secret-managers/infisical.ts';
export * from './webhooks/index.ts';
