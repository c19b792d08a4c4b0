import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { defineIntegration } from '@compass/gauntlet';
import { linear } from '@compass/gauntlet/providers';

const rawBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Accepts what is rightly signed, remembers its id, and logs each delivery. */
export default defineIntegration({
  service: 'linear',
  type: 'input-only',
  providers: [linear()],
  secrets: { LINEAR_API_KEY: 'linear.apiKey', LINEAR_WEBHOOK_SECRET: 'linear.webhookSecret' },
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {},
  webhook: { provider: 'linear', path: '/webhooks/linear', events: ['Issue.create'] },
  start: async () => {
    const secret = process.env.LINEAR_WEBHOOK_SECRET ?? '';
    const done = new Set<string>();
    const server = createServer(async (request, response) => {
      const body = await rawBody(request);
      const given = Buffer.from(String(request.headers['linear-signature']));
      const right = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
      const isRight = given.length === right.length && timingSafeEqual(given, right);
      const id = String(request.headers['linear-delivery']);
      if (isRight) done.add(id);
      console.log(JSON.stringify({ delivery: id, accepted: isRight }));
      response.writeHead(isRight ? 200 : 401).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    return {
      webhookPort: typeof address === 'object' && address !== null ? address.port : 0,
      perform: async () => ({ ok: true }),
      effects: () => [...done].map((id) => ({ operation: 'take', entity: 'event', id })),
      stop: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  },
});
