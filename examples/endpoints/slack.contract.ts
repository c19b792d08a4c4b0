/** `verifySlackRequest` of `@slack/bolt`. */
import { slackWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named, objectOf } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'slack',
  dialect: slackWebhooks,
  sender: async (signingSecret) => {
    const { verifySlackRequest } = await import('@slack/bolt');
    return {
      verify: (body, headers) =>
        verifySlackRequest({
          signingSecret,
          body: body.toString(),
          headers: {
            'x-slack-signature': headers['x-slack-signature'] ?? '',
            'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
          },
        }),
      read: ({ event, event_id: id }) => {
        const { type, subtype } = objectOf(event);
        return named([type, subtype].filter((part) => part !== undefined).join('.'), id);
      },
    };
  },
});
