/** What the wire does to HTTP/1.1 it does to HTTP/2: the client here is Node's own, over a TCP socket that can be counted. */
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as http2Connect } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import type { Answering, Wire, WireNotice } from '../ports/wire.ts';
import { testClock } from './test-clock.ts';
import { testProvider } from './test-provider.ts';
import { openWire } from './wire.ts';

const host = 'api.items.example';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Client {
  readonly wire: Wire;
  readonly notices: readonly WireNotice[];
  readonly raw: Socket;
  readonly session: ClientHttp2Session;
}

const dial = async (answer: Answering, protocols: readonly string[] = ['h2']): Promise<Client> => {
  const wire = await openWire([testProvider]);
  const notices: WireNotice[] = [];
  wire.begin({ clock: testClock, answer, notice: (notice) => notices.push(notice) });
  const raw = connect(wire.redirects[`${host}:443`] ?? 0);
  const tls = tlsConnect({ socket: raw, ca: wire.ca, servername: host, ALPNProtocols: [...protocols] });
  const session = http2Connect(`https://${host}`, { createConnection: () => tls });
  session.on('error', () => {});
  closing.push(
    () => wire.close(),
    () => session.destroy(),
  );
  await once(tls, 'secureConnect');
  return { wire, notices, raw, session };
};

interface Heard {
  readonly status: number | undefined;
  readonly text: string;
  /** Its body ended as HTTP/2 ends one. */
  readonly isWhole: boolean;
}

const hear = (stream: ClientHttp2Stream): Promise<Heard> =>
  new Promise((resolve) => {
    let status: number | undefined;
    let text = '';
    stream.setEncoding('latin1');
    stream.on('response', (headers) => {
      status = headers[':status'];
    });
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('error', () => {});
    stream.on('close', () => resolve({ status, text, isWhole: stream.rstCode === 0 && stream.errored === null }));
  });

const ask = ({ session }: Client, method = 'GET', body = ''): Promise<Heard> => {
  const stream = session.request({ ':method': method, ':path': '/items?a=1', 'x-told': 'yes' });
  if (body !== '') stream.end(body);
  return hear(stream);
};

it('a request is read, and answered whole, whatever its reply is made of', async () => {
  const answers = [
    new Response('ok', { statusText: 'Fine', headers: { connection: 'close', 'x-odd': '1' } }),
    new Response('x'.repeat(300_000)),
    new Response(null, { status: 204 }),
    new Response('', { status: 503 }),
  ];
  const client = await dial(async (_provider, request) => answers[request] ?? new Response('more'));
  expect(await ask(client, 'POST', 'body')).toEqual({ status: 200, text: 'ok', isWhole: true });
  expect(client.notices[0]).toMatchObject({
    received: { method: 'POST', body: 'body', url: new URL('https://api.items.example/items?a=1') },
  });
  const [first] = client.notices;
  expect(first?.type === 'request' && Object.fromEntries(first.received.headers)).toEqual({
    host: `${host}:443`,
    'x-told': 'yes',
  });
  expect((await ask(client)).text).toHaveLength(300_000);
  expect(await ask(client)).toMatchObject({ status: 204, text: '' });
  expect(await ask(client)).toMatchObject({ status: 503, text: '' });
  expect(await ask(client, 'HEAD')).toMatchObject({ status: 200, text: '' });
  await testClock.quiescent();
  expect(client.wire.busy()).toBe(false);
  expect(client.notices.map(({ type }) => type)).toEqual(Array(5).fill(['request', 'reply']).flat());
});

it('is never quiet while a request or its reply is on the way', async () => {
  const client = await dial(async (_provider, request, received) => {
    await setImmediate();
    return new Response(received.body.repeat(request % 4));
  });
  const { wire, raw } = client;
  const isQuiet = () => {
    const [state] = wire.connections();
    return !wire.busy() && state?.bytesRead === raw.bytesWritten && state.bytesWritten === raw.bytesRead;
  };
  for (let request = 0; request < 60; request++) {
    const body = 'y'.repeat(1 + request ** 3);
    let answered: Heard | undefined;
    const asked = ask(client, 'POST', body).then((heard) => {
      answered = heard;
    });
    // The session hands its frames over in a turn of its own, which the loop of the one who sends is not idle for.
    const sent = raw.bytesWritten;
    while (raw.bytesWritten === sent) await setImmediate();
    let quietTooSoon = 0;
    let quiet = 0;
    while (answered === undefined) {
      await setImmediate();
      // Nor is it idle in the three turns after it has heard something.
      quiet = isQuiet() ? quiet + 1 : 0;
      if (quiet > 3 && answered === undefined) quietTooSoon += 1;
    }
    await asked;
    expect(quietTooSoon).toBe(0);
    expect(answered).toMatchObject({ isWhole: true, text: body.repeat(request % 4) });
    await testClock.quiescent();
  }
  expect(isQuiet()).toBe(true);
});

it.each(['reset', 'closed'] as const)('a reply that breaks off (%s) ends the connection beneath it', async (kind) => {
  const client = await dial(async () => ({ kind, response: new Response('abcdef'), after: 3 }));
  const heard = await ask(client);
  expect(heard).toEqual({ status: 200, text: 'abc', isWhole: false });
  while (!client.session.destroyed) await setImmediate();
  expect(client.notices).toMatchObject([{ type: 'request' }, { type: 'reply', cutAfter: 3, cutBy: kind }]);
  while (client.wire.connections().length > 0) await setImmediate();
});

it('a connection that ends without an answer, one that is held, and a client that leaves', async () => {
  const cut = await dial(async () => ({ kind: 'reset' }));
  expect(await ask(cut)).toEqual({ status: undefined, text: '', isWhole: false });
  expect(cut.notices).toMatchObject([{ type: 'request' }, { type: 'silence', silence: 'reset' }]);

  const held = await dial(async () => ({ kind: 'hang' }));
  const asked = ask(held);
  while (held.notices.length < 2) await setImmediate();
  await testClock.quiescent();
  expect(held.wire.busy()).toBe(false);
  held.session.destroy();
  await asked;
  while (held.notices.length < 3) await setImmediate();
  expect(held.notices.map(({ type }) => type)).toEqual(['request', 'silence', 'abort']);
});

it('what a client does not read is not called busy', async () => {
  const client = await dial(async () => new Response('x'.repeat(1_000_000)));
  const stream = client.session.request({ ':path': '/' });
  await once(stream, 'response');
  stream.pause();
  while (client.wire.busy()) await setImmediate();
  expect(client.notices.map(({ type }) => type)).toEqual(['request', 'reply']);
});

it('a client that leaves the choice is spoken to in HTTP/1.1', async () => {
  const wire = await openWire([testProvider]);
  closing.push(() => wire.close());
  const tls = tlsConnect({
    port: wire.redirects[`${host}:443`] ?? 0,
    ca: wire.ca,
    servername: host,
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  closing.push(() => tls.destroy());
  wire.begin({ clock: testClock, answer: async () => new Response('ok'), notice: () => {} });
  await once(tls, 'secureConnect');
  expect(tls.alpnProtocol).toBe('http/1.1');
});
