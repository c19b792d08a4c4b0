/** Whose webhooks `gauntlet webhook` sends, and where each signing secret is usually kept. */
import {
  anthropicWebhooks,
  githubWebhooks,
  linearWebhooks,
  openaiWebhooks,
  slackWebhooks,
  standardWebhooks,
  stripeWebhooks,
  svixWebhooks,
} from '../../providers/webhooks/index.ts';
import type { WebhookDialect } from '../ports/webhook.ts';

interface WebhookProvider {
  readonly dialect: WebhookDialect;
  /** The environment variable of the signing secret: the one that the provider's SDK reads, where it reads any. */
  readonly variable: string;
}

export const webhookProviders: readonly WebhookProvider[] = [
  { dialect: linearWebhooks, variable: 'LINEAR_WEBHOOK_SECRET' },
  { dialect: openaiWebhooks, variable: 'OPENAI_WEBHOOK_SECRET' },
  { dialect: anthropicWebhooks, variable: 'ANTHROPIC_WEBHOOK_SIGNING_KEY' },
  { dialect: standardWebhooks, variable: 'WEBHOOK_SECRET' },
  { dialect: svixWebhooks, variable: 'SVIX_WEBHOOK_SECRET' },
  { dialect: stripeWebhooks, variable: 'STRIPE_WEBHOOK_SECRET' },
  { dialect: githubWebhooks, variable: 'GITHUB_WEBHOOK_SECRET' },
  { dialect: slackWebhooks, variable: 'SLACK_SIGNING_SECRET' },
];
