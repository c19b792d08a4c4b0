/** What a client really sees of TLS that goes wrong, and what the wire tells of the client: with two that share no code. */
import { connect as http2Connect } from 'node:http2';
import { request } from 'node:https';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HandshakeFailure } from '../model/trace.ts';
import type { Wire } from '../ports/wire.ts';
import { testClock } from './test-clock.ts';
import { testProvider } from './test-provider.ts';
import { openWire } from './wire.ts';

const host = 'api.items.example';
const address = `${host}:443`;
const secret = 'itm_live_abcdefghijklmnopqrstuvwxyz012345';
const headers = { authorization: `Bearer ${secret}` };

interface Trust {
  readonly rejectUnauthorized?: boolean;
  readonly checkServerIdentity?: () => undefined;
}
/** The status of the reply, or the code of what was thrown. */
type Client = (trust: Trust) => Promise<number | string>;

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
};

let wire: Wire;
let requests = 0;
let told: string[] = [];
const fail = (how: HandshakeFailure, count = 1) => wire.failHandshakes(address, how, count, (what) => told.push(what));

const portOf = (wire: Wire) => wire.redirects[address] ?? 0;
const body = JSON.stringify({ title: 'x'.repeat(200) });

const overFetch: Client = async (trust) => {
  const dispatcher = new Agent({ connect: { ca: wire.ca, servername: host, ...trust } });
  try {
    const reply = await undiciFetch(`https://127.0.0.1:${portOf(wire)}/items`, {
      method: 'POST',
      headers,
      body,
      dispatcher,
    });
    await reply.text();
    return reply.status;
  } catch (error) {
    return codeOf(error);
  } finally {
    await dispatcher.close();
  }
};

const overHttps: Client = (trust) =>
  new Promise((resolve) => {
    const target = { host: '127.0.0.1', port: portOf(wire), path: '/items', method: 'POST', agent: false };
    const sent = request({ ...target, ca: wire.ca, servername: host, headers, ...trust }, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode ?? 0));
    });
    sent.on('error', (error) => resolve(codeOf(error)));
    sent.end(body);
  });

const overHttp2: Client = (trust) =>
  new Promise((resolve) => {
    const session = http2Connect(`https://127.0.0.1:${portOf(wire)}`, { ca: wire.ca, servername: host, ...trust });
    const over = (what: number | string) => {
      session.destroy();
      resolve(what);
    };
    session.on('error', (error) => over(codeOf(error)));
    session.on('close', () => over('ECONNRESET'));
    const sent = session.request({ ':method': 'POST', ':path': '/items', ...headers });
    sent.on('error', () => {});
    sent.on('response', (head) => over(Number(head[':status'])));
    sent.end(body);
  });

beforeAll(async () => {
  wire = await openWire([testProvider]);
});
afterAll(() => wire.close());
beforeEach(async () => {
  await wire.end();
  requests = 0;
  told = [];
  wire.begin({
    clock: testClock,
    notice: () => {},
    answer: async () => {
      requests += 1;
      return new Response('{}', { status: 201 });
    },
  });
});

describe.each([
  ['fetch', overFetch],
  ['node:https', overHttps],
  ['node:http2', overHttp2],
])('%s', (_name, client) => {
  test.each([
    ['untrusted-certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['handshake-cut', expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/)],
  ] as const)('sees %s, sends nothing over it, and is served again after as many as planned', async (how, code) => {
    fail(how, 2);
    expect([await client({}), await client({}), await client({})]).toEqual([code, code, 201]);
    expect(told).toEqual(['failed', 'failed']);
    expect(requests).toBe(1);
  });

  test('that trusts any certificate is told of, and nobody answers it', async () => {
    for (const how of ['untrusted-certificate', 'wrong-host'] as const) {
      fail(how);
      expect(await client({ rejectUnauthorized: false })).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
    }
    expect(told).toEqual(['failed', 'trusted', 'failed', 'trusted']);
    expect(requests).toBe(0);
  });

  test('that trusts any host of a known authority is told of', async () => {
    fail('wrong-host');
    await client({ checkServerIdentity: () => undefined });
    fail('untrusted-certificate');
    await client({ checkServerIdentity: () => undefined });
    expect(told).toEqual(['failed', 'trusted', 'failed']);
  });
});
