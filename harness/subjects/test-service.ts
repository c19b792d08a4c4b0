/** A service that behaves, or misbehaves, as its environment says. For tests. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const { PORT, STATE = '', DOES = '', SHOP_URL = 'https://api.shop.example', SHOP_KEY = '' } = process.env;
const journal = join(STATE, 'journal');
const entries = (): readonly string[] =>
  existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [];

if (DOES === 'exits') {
  console.error('SHOP_REGION is not set');
  process.exit(3);
}
if (DOES === 'floods') for (;;) process.stdout.write('x'.repeat(65_536));
if (DOES === 'ignores SIGTERM') process.on('SIGTERM', () => {});

const order = (body: string): Promise<Response> =>
  fetch(`${SHOP_URL}/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_KEY}`, 'content-type': 'application/json' },
    body,
  });

/** Comes back when it was asked to. */
const orderPatiently = async (body: string): Promise<Response> => {
  const reply = await order(body);
  const seconds = reply.headers.get('retry-after');
  if (seconds === null) return reply;
  await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000));
  return order(body);
};

const answers: { readonly [path: string]: (body: string) => Promise<readonly [number, string | Buffer]> } = {
  '/health': async () => [200, 'ok'],
  '/order': async (body) => {
    const reply = await order(body).catch(() => undefined);
    if (reply === undefined) return [502, '{"error":{}}'];
    console.log(JSON.stringify({ level: 'INFO', status_code: reply.status }));
    appendFileSync(journal, 'ordered\n');
    return [200, JSON.stringify({ status: reply.status, before: entries().length - 1 })];
  },
  '/patient': async (body) => [200, JSON.stringify({ status: (await orderPatiently(body)).status })],
  '/deferred': async (body) => {
    void orderPatiently(body);
    return [200, '{}'];
  },
  '/accepted': async (body) => {
    setTimeout(() => void order(body), 1);
    return [200, '{}'];
  },
  '/queued': async (body) => {
    setTimeout(() => void order(body), 1_500);
    return [200, '{}'];
  },
  '/leave': async () => {
    server.close();
    setTimeout(() => process.exit(5), 1_000);
    return [200, '{}'];
  },
  '/crash': () => process.exit(7),
  '/hang': () => new Promise(() => {}),
  '/garbage': async () => [200, Buffer.from([0, 255, 254, 1])],
  '/binary': async () => {
    process.stdout.write(Buffer.from([0, 255, 254, 10, 27, 91, 50, 74, 10]));
    return [200, '{}'];
  },
  '/journal': async () => [200, DOES === 'answers garbage' ? '<html>' : JSON.stringify(entries())],
};

const server = createServer(async (request, reply) => {
  const body = (await request.toArray()).join('');
  if (request.url === '/endless') {
    reply.writeHead(200);
    const more = (): void => {
      while (reply.write('x'.repeat(65_536)) && !reply.destroyed);
    };
    reply.on('drain', more);
    more();
    return;
  }
  const [status, text] = (await answers[request.url ?? '']?.(body)) ?? [404, ''];
  reply.writeHead(status).end(text);
});
if (DOES !== 'never listens') server.listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
else setInterval(() => {}, 1_000);
