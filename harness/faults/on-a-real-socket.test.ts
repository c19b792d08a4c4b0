/** What a client really sees of each fault, over TCP and over TLS, with two clients that share no code. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import type { ExchangeFault } from '../ports/fault.ts';
import type { Wire, WireNotice } from '../ports/wire.ts';
import { openProviders } from '../wire/providers.ts';
import { testClock } from '../wire/test-clock.ts';
import { testProvider } from '../wire/test-provider.ts';
import { openWire } from '../wire/wire.ts';
import { faults } from './index.ts';

const apiKey = 'itm_live_abcdefghijklmnopqrstuvwxyz012345';
const body = JSON.stringify({ title: 'x'.repeat(200) });
const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
const host = 'api.items.example';
/** What is asked for: `/items` is answered by a document, `/stories` by a stream. */
let path = '/items';

/** What came of one request: a whole reply, or how it failed and what had come before. */
interface Seen {
  readonly status?: number;
  readonly contentType?: string | null;
  readonly body?: string;
  readonly error?: string;
}

type Client = (wire: Wire, signal: AbortSignal) => Promise<Seen>;

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return error.name;
  const cause = error.cause instanceof Error ? error.cause : error;
  return 'code' in cause ? String(cause.code) : cause.message;
};

const portOf = (wire: Wire, scheme: 443 | 80): number => wire.redirects[`${host}:${scheme}`] ?? 0;

interface FetchedBody {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

const readFetched = async (fetched: Promise<FetchedBody>): Promise<Seen> => {
  let seen: Seen = {};
  try {
    const reply = await fetched;
    seen = { status: reply.status, contentType: reply.headers.get('content-type'), body: '' };
    for await (const chunk of reply.body ?? []) {
      parts += 1;
      seen = { ...seen, body: `${seen.body}${Buffer.from(chunk).toString('utf8')}` };
    }
    return seen;
  } catch (error) {
    return { ...seen, error: codeOf(error) };
  }
};

const overFetch: Client = (wire, signal) =>
  readFetched(fetch(`${wire.urls.items}${path}`, { method: 'POST', headers, body, signal }));

const overTlsFetch: Client = async (wire, signal) => {
  const dispatcher = new Agent({ connect: { ca: wire.ca, servername: host } });
  const url = `https://127.0.0.1:${portOf(wire, 443)}${path}`;
  return readFetched(undiciFetch(url, { method: 'POST', headers, body, signal, dispatcher }));
};

const overNode =
  (request: typeof httpRequest, scheme: 443 | 80): Client =>
  (wire, signal) =>
    new Promise((resolve) => {
      let seen: Seen = {};
      const failed = (error: unknown) => resolve({ ...seen, error: codeOf(error) });
      const tls = scheme === 443 ? { ca: wire.ca, servername: host } : {};
      const target = { host: '127.0.0.1', port: portOf(wire, scheme), path, method: 'POST' };
      const sent = request({ ...target, ...tls, headers, agent: false, signal }, (reply) => {
        seen = { status: reply.statusCode ?? 0, contentType: reply.headers['content-type'] ?? null, body: '' };
        reply.setEncoding('utf8');
        reply.on('data', (chunk) => {
          parts += 1;
          seen = { ...seen, body: `${seen.body}${chunk}` };
        });
        reply.on('end', () => resolve(seen));
        reply.on('error', failed);
      });
      sent.on('error', failed);
      sent.end(body);
    });

const clients: readonly (readonly [string, Client])[] = [
  ['fetch', overFetch],
  ['node:http', overNode(httpRequest, 80)],
  ['fetch over TLS', overTlsFetch],
  ['node:https', overNode(httpsRequest, 443)],
];

let wire: Wire;
let notices: WireNotice[] = [];
let effects = 0;
let slept: number[] = [];
/** How many parts of a body the client read. */
let parts = 0;
/** Resolves with the first notice of this type. */
let noticed: (type: WireNotice['type']) => Promise<void>;

beforeAll(async () => {
  wire = await openWire([testProvider]);
});
afterAll(() => wire.close());
beforeEach(async () => {
  path = '/items';
  await wire.end();
});

const beginWith = async (id: string, params: JsonObject) => {
  const fault = faults.find((each): each is ExchangeFault<JsonObject> => each.id === id && each.kind === 'exchange');
  const credentials = { apiKey };
  const { items } = await openProviders([testProvider], {
    seed: 1,
    credentials: { items: credentials },
    now: testClock.now,
  });
  if (fault === undefined || items === undefined) throw new Error(`no such fault: ${id}`);
  notices = [];
  effects = 0;
  slept = [];
  parts = 0;
  const waiting: { readonly type: WireNotice['type']; readonly resolve: () => void }[] = [];
  noticed = (type) =>
    new Promise((resolve) => {
      if (notices.some((notice) => notice.type === type)) resolve();
      else waiting.push({ type, resolve });
    });
  wire.begin({
    clock: {
      ...testClock,
      // Nothing here needs the time itself to pass, only to be asked for.
      sleep: async (ms) => {
        slept.push(ms);
      },
    },
    notice: (notice) => {
      notices.push(notice);
      for (const { type, resolve } of waiting) if (type === notice.type) resolve();
    },
    answer: async (_provider, _request, received, sleep) => {
      const answer = await fault.apply(
        params,
        received,
        async (asked) => {
          const exchanged = await items(asked);
          effects += exchanged.effects.length;
          return exchanged.response;
        },
        { dialect: testProvider.dialect, now: testClock.now(), epochMs: 0, credentials, sleep },
      );
      if (!(answer instanceof Response) && answer.kind === 'missed') throw new Error(`${id} missed`);
      return answer;
    },
  });
};

const whole = { id: 'item_1_1', title: 'x'.repeat(200) };
const wholeText = JSON.stringify(whole);
const told = (): readonly string[] => notices.map(({ type }) => type);

describe.each(clients)('%s', (_name, client) => {
  const ask = async (id: string, params: JsonObject): Promise<Seen> => {
    await beginWith(id, params);
    return client(wire, new AbortController().signal);
  };

  it('gets an untouched reply through noop', async () => {
    expect(await ask('noop', {})).toEqual({ status: 201, contentType: 'application/json', body: wholeText });
    expect(effects).toBe(1);
    expect(told()).toEqual(['request', 'reply']);
  });

  it.each([
    ['status', { status: 418, body: 'no' }, 418, 'no'],
    ['status', { status: 204, body: 'no' }, 204, ''],
    ['server-error', { status: 503 }, 503, 'unavailable'],
    ['permanent-error', { status: 422, echo: false }, 422, 'invalid'],
    ['expired-credential', {}, 401, 'unauthorized'],
    ['rate-limited', { retryAfter: 'seconds', seconds: 9 }, 429, 'rate_limited'],
  ])('gets the error of %s %j, and the provider never acted', async (id, params, status, text) => {
    const seen = await ask(id, params);
    expect([seen.status, seen.error, effects]).toEqual([status, undefined, 0]);
    expect(seen.body).toContain(text);
    expect(told()).toEqual(['request', 'reply']);
  });

  it.each([
    ['malformed-json', { kind: 'html' }, 200, 'application/json', '<!doctype html>'],
    ['wrong-content-type', { contentType: 'text/plain' }, 201, 'text/plain', '{"id"'],
    ['quota-left', { remaining: 0, resetInMs: 10_000 }, 201, 'application/json', '{"id"'],
    ['delayed', { ms: 700 }, 201, 'application/json', '{"id"'],
  ])('gets the changed reply of %s, and the provider acted', async (id, params, status, contentType, start) => {
    const seen = await ask(id, params);
    expect([seen.status, seen.contentType, seen.error, effects]).toEqual([status, contentType, undefined, 1]);
    expect(seen.body?.slice(0, start.length)).toBe(start);
    expect(slept).toEqual(id === 'delayed' ? [700] : []);
  });

  it.each([
    ['reset', 0],
    ['lost-reply', 1],
  ])('gets ECONNRESET from %s', async (id, acted) => {
    const seen = await ask(id, {});
    expect(seen).toEqual({ error: 'ECONNRESET' });
    expect(effects).toBe(acted);
    expect(told()).toEqual(['request', 'silence']);
  });

  it('gets the head and the first part of a truncated body, then a reset', async () => {
    const seen = await ask('truncated-body', { share: 0.5, end: 'reset' });
    const part = wholeText.slice(0, Math.floor(wholeText.length / 2));
    expect(seen).toEqual({ status: 201, contentType: 'application/json', body: part, error: 'ECONNRESET' });
    expect(notices.at(-1)).toMatchObject({ type: 'reply', status: 201, body: wholeText, cutAfter: part.length });
    expect(effects).toBe(1);
  });

  it('gets the head alone of a body cut before its first byte, then an orderly end', async () => {
    const seen = await ask('truncated-body', { share: 0, end: 'closed' });
    expect(seen).toMatchObject({ status: 201, body: '', error: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) });
    expect(notices.at(-1)).toMatchObject({ type: 'reply', body: wholeText, cutAfter: 0 });
  });

  it('gets a slow body whole, in as many pieces as planned', async () => {
    const seen = await ask('slow-body', { pieces: 4, everyMs: 250 });
    expect(seen).toMatchObject({ status: 201, body: wholeText });
    expect([parts, slept]).toEqual([4, [250, 250, 250]]);
    expect(told()).toEqual(['request', 'reply']);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('is left hanging until it gives up (acted: %s)', async (acted, done) => {
    await beginWith('hang', { acted });
    const giveUp = new AbortController();
    const asked = client(wire, giveUp.signal);
    await noticed('silence');
    await testClock.quiescent();
    expect([wire.busy(), wire.connections().length, effects]).toEqual([false, 1, done]);
    giveUp.abort();
    expect(await asked).toEqual({ error: 'AbortError' });
    await noticed('abort');
    expect(told()).toEqual(['request', 'silence', 'abort']);
  });

  const words = ['Ein', ' Bär', ' ging', ' über', ' die', ' Straße', '.'];
  const events = [
    ...words.map((word) => `event: word\ndata: ${JSON.stringify({ word })}\n\n`),
    'event: over\ndata: {"words":7}\n\n',
    'data: [END]\n\n',
  ];
  const askForStory = (id: string, params: JsonObject): Promise<Seen> => {
    path = '/stories';
    return ask(id, params);
  };
  const good = { status: 200, contentType: 'text/event-stream' };

  it.each([
    ['noop', {}, events],
    ['stream-ends-early', { share: 0.3 }, events.slice(0, 2)],
    ['stream-ends-early', { share: 0 }, []],
    ['stream-error', { share: 0.3 }, [...events.slice(0, 2), 'event: error\ndata: {"code":"overloaded"}\n\n']],
    ['stream-without-terminator', {}, events.slice(0, -1)],
    ['stream-malformed-json', { share: 0 }, ['event: word\ndata: {"word"\n\n', ...events.slice(1)]],
    ['stream-duplicate-event', { share: 0 }, [...events.slice(0, 1), ...events]],
    ['stream-unknown-event', { share: 0 }, ['event: mood\ndata: {"mood":"calm"}\n\n', ...events]],
  ])('gets a stream that ends in good order from %s %j', async (id, params, texts) => {
    expect(await askForStory(id, params)).toEqual({ ...good, body: texts.join('') });
    expect([told(), effects]).toEqual([['request', 'reply'], 1]);
  });

  it('gets the beginning of a stream, then a reset', async () => {
    const seen = await askForStory('stream-reset', { share: 0.5 });
    const begun = events.slice(0, 3).join('');
    expect(seen).toEqual({ ...good, body: begun, error: 'ECONNRESET' });
    const cut = { cutAfter: Buffer.byteLength(begun), cutBy: 'reset' };
    expect(notices.at(-1)).toMatchObject({ type: 'reply', body: events.join(''), ...cut });
  });

  it('is left with the beginning of a stream that stalls, until it gives up', async () => {
    path = '/stories';
    await beginWith('stream-stalls', { share: 0.5 });
    const giveUp = new AbortController();
    const asked = client(wire, giveUp.signal);
    await noticed('reply');
    await testClock.quiescent();
    expect([wire.busy(), wire.connections().length, effects]).toEqual([false, 1, 1]);
    giveUp.abort();
    expect(await asked).toEqual({ ...good, body: events.slice(0, 3).join(''), error: 'AbortError' });
    await noticed('abort');
    expect(notices.find(({ type }) => type === 'reply')).toMatchObject({ cutBy: 'hang' });
    expect(told()).toEqual(['request', 'reply', 'abort']);
  });

  it.each(['lf', 'crlf'])('gets a stream divided inside its characters whole (%s)', async (lineEnd) => {
    await askForStory('stream-split', { lineEnd, everyMs: 5 });
    const body = lineEnd === 'crlf' ? events.join('').replaceAll('\n', '\r\n') : events.join('');
    const [, reply] = notices;
    expect(reply).toMatchObject({ type: 'reply', body });
    // Three characters of two bytes; with CRLF, also twelve of the line ends.
    expect(parts).toBe(lineEnd === 'crlf' ? 1 + 3 + 9 : 1 + 3);
    expect(slept).toEqual(Array(parts - 1).fill(5));
  });
});
