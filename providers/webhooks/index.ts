/** The webhooks of every provider that comes with Gauntlet. Others are made with `hmacWebhooks`. */
import type { WebhookDialect } from '../../harness/ports/webhook.ts';
import { anthropicWebhooks } from './anthropic.ts';
import { githubWebhooks } from './github.ts';
import { linearWebhooks } from './linear.ts';
import { openaiWebhooks } from './openai.ts';
import { slackWebhooks } from './slack.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripeWebhooks } from './stripe.ts';
import { svixWebhooks } from './svix.ts';

export { type HmacWebhookOptions, hmacWebhooks } from './generic-hmac.ts';

export const webhookDialects: readonly WebhookDialect[] = [
  linearWebhooks,
  standardWebhooks,
  openaiWebhooks,
  anthropicWebhooks,
  svixWebhooks,
  stripeWebhooks,
  githubWebhooks,
  slackWebhooks,
];
