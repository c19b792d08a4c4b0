/** The webhooks of every provider that comes with Gauntlet. Others are made with `hmacWebhooks`. */
export { anthropicWebhooks } from './anthropic.ts';
export { type HmacWebhookOptions, hmacWebhooks } from './generic-hmac.ts';
export { githubWebhooks } from './github.ts';
export { linearWebhooks } from './linear.ts';
export { openaiWebhooks } from './openai.ts';
export { slackWebhooks } from './slack.ts';
export { standardWebhooks } from './standard-webhooks.ts';
export { stripeWebhooks } from './stripe.ts';
export { svixWebhooks } from './svix.ts';
