/** The part of Slack's Web API that its package is asked of. Every method is a POST; a refusal is an HTTP status here. */
import { openapi } from '@compass/gauntlet/providers';
import { twoOperations } from './two-operations.ts';

const text = { type: 'string' };

export const slackApi = () =>
  openapi(
    twoOperations({
      origin: 'https://slack.com',
      read: ['post', '/api/conversations.list'],
      write: ['post', '/api/chat.postMessage'],
      takes: { type: 'object', required: ['channel'], properties: { channel: text, text } },
      encoding: 'application/x-www-form-urlencoded',
    }),
    {
      id: 'slack',
      secrets: { botToken: { prefix: 'xoxb-', randomLength: 50, use: 'credential' } },
      idempotency: 'none',
      reads: ['POST /api/conversations.list'],
      error: { body: { ok: false, error: '{code}' } },
      answers: {
        'POST /api/conversations.list': { ok: true, channels: [{ id: 'C1', name: 'general' }] },
        'POST /api/chat.postMessage': { ok: true, channel: 'C1', ts: '1790000000.000100', message: { text: 'Hello' } },
      },
    },
  );
