import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { ContractError } from '../ports/errors.ts';
import type { Answer, Silence, SlowReply } from '../ports/fault.ts';
import type { Provider } from '../ports/provider.ts';
import type { Answering, Wire, WireNotice } from '../ports/wire.ts';
import { testClock } from './test-clock.ts';
import { testProvider } from './test-provider.ts';
import { openWire } from './wire.ts';

const host = 'api.items.example';
const wires: Wire[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(wires.splice(0).map((wire) => wire.close()));
});

const open = async (providers: readonly Provider[] = [testProvider]): Promise<Wire> => {
  const wire = await openWire(providers);
  wires.push(wire);
  return wire;
};

const begin = (wire: Wire, answer: Answering, now = testClock.now): WireNotice[] => {
  const notices: WireNotice[] = [];
  wire.begin({ clock: { ...testClock, now }, answer, notice: (notice) => notices.push(notice) });
  return notices;
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await setImmediate();
};

const port = (wire: Wire, scheme: 443 | 80): number => wire.redirects[`${host}:${scheme}`] ?? 0;

const gate = () => {
  let release = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, release };
};

/** The TCP socket beneath whatever is spoken on it, and the bytes of the conversation. */
interface Line {
  readonly raw: Socket;
  readonly speaker: Socket;
  readonly heard: () => string;
}

const dial = async (wire: Wire, scheme: 443 | 80): Promise<Line> => {
  const raw = connect(port(wire, scheme), '127.0.0.1');
  const speaker = scheme === 443 ? tlsConnect({ socket: raw, ca: wire.ca, servername: host }) : raw;
  sockets.push(raw, speaker);
  let text = '';
  await new Promise((resolve, reject) => {
    speaker.once(scheme === 443 ? 'secureConnect' : 'connect', resolve);
    speaker.once('error', reject);
  });
  speaker.on('error', () => {});
  speaker.on('data', (chunk) => {
    text += chunk.toString('utf8');
  });
  return { raw, speaker, heard: () => text };
};

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`;
const ok: Answering = async () => new Response('ok');

describe('openWire', () => {
  it('stands for every origin of every provider, at its two usual ports or at the one it names', async () => {
    const other: Provider = { ...testProvider, id: 'other', origins: ['http://other.example:8080'] };
    const wire = await open([testProvider, other]);
    expect(Object.keys(wire.redirects).sort()).toEqual([
      'api.items.example:443',
      'api.items.example:80',
      'eu.api.items.example:443',
      'eu.api.items.example:80',
      'other.example:8080',
    ]);
    expect(wire.urls.other).toBe(`http://127.0.0.1:${wire.redirects['other.example:8080']}`);
  });

  it('refuses two providers with one origin', async () => {
    await expect(openWire([testProvider, { ...testProvider, id: 'twin' }])).rejects.toThrow(ContractError);
  });

  it('is trusted through the authority of this run alone', async () => {
    const [mine, foreign] = [await open(), await open()];
    begin(mine, ok);
    const refused = dial({ ...mine, ca: foreign.ca }, 443);
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/CERT|SIGNATURE|ISSUER/) });
    const line = await dial(mine, 443);
    line.speaker.write(get());
    await until(() => line.heard().endsWith('ok'));
  });
});

it.each([443, 80] as const)(
  'tells that a client left before the clock can move on without it (port %d)',
  async (scheme) => {
    const wire = await open();
    const notices = begin(wire, async () => ({ kind: 'hang' }));
    const line = await dial(wire, scheme);
    line.speaker.write(get());
    await until(() => notices.some(({ type }) => type === 'silence') && !wire.busy());
    line.raw.destroy();
    await until(() => !wire.busy() && wire.connections().length === 0);
    expect(notices.map(({ type }) => type)).toEqual(['request', 'silence', 'abort']);
  },
);

describe('a request', () => {
  it.each([
    ['/items?a=1', 'https://api.items.example/items?a=1'],
    ['http://127.0.0.1/items', 'https://api.items.example/items'],
    ['//evil.example/items', 'https://api.items.example//evil.example/items'],
  ])('to %s is one to the provider itself', async (path, address) => {
    const wire = await open();
    const notices = begin(wire, ok);
    const line = await dial(wire, 80);
    line.speaker.write(get(path));
    await until(() => line.heard().endsWith('ok'));
    const [first] = notices;
    expect(first).toMatchObject({ type: 'request', request: 0, provider: 'items' });
    expect(first?.type === 'request' && first.received.url.href).toBe(address);
  });

  it('is answered at the time of the clock of its case', async () => {
    const wire = await open();
    begin(wire, ok, () => Date.UTC(2031, 4, 5, 6, 7, 8));
    const reply = await fetch(`${wire.urls.items}/`);
    expect(reply.headers.get('date')).toBe('Mon, 05 May 2031 06:07:08 GMT');
  });

  it('with a body over the limit is told and refused, and the case is not asked', async () => {
    const wire = await open();
    const notices = begin(wire, () => Promise.reject(new Error('asked')));
    const reply = await fetch(`${wire.urls.items}/`, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });
    expect(reply.status).toBe(413);
    expect(notices.map(({ type }) => type)).toEqual(['request', 'reply']);
  });

  it('that breaks off inside its body is told as it came, and as given up', async () => {
    const wire = await open();
    const notices = begin(wire, () => Promise.reject(new Error('asked')));
    const line = await dial(wire, 80);
    line.speaker.write(`POST / HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 10\r\n\r\nhalf`);
    await testClock.quiescent();
    line.raw.resetAndDestroy();
    await until(() => notices.length === 2);
    expect(notices).toMatchObject([
      { type: 'request', received: { body: 'half' } },
      { type: 'abort', request: 0 },
    ]);
  });

  it.each([
    ['the case fails to answer', () => Promise.reject(new Error('boom')), 'boom'],
    ['the answer is no HTTP', async () => Response.error(), 'status'],
  ])('is reset and told as our failure when %s', async (_why, answer: () => Promise<Answer>, message) => {
    const wire = await open();
    const notices = begin(wire, answer);
    await expect(fetch(`${wire.urls.items}/`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(notices.map(({ type }) => type)).toEqual(['request', 'failure']);
    expect(notices[1]).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });
});

describe('the account of connections', () => {
  it.each([80, 443] as const)(
    'agrees with the client to the byte, and on who said the last word (port %i)',
    async (scheme) => {
      const wire = await open();
      begin(wire, async () => new Response('x'.repeat(100_000), { headers: { 'x-odd': '1' } }));
      const line = await dial(wire, scheme);
      for (const turn of [1, 2, 3]) {
        line.speaker.write(get(`/${turn}`));
        await until(() => line.heard().split('x-odd').length === turn + 1 && line.heard().endsWith('xxx'));
        await testClock.quiescent();
        const { bytesRead, bytesWritten, localPort } = line.raw;
        expect(wire.connections()).toEqual([
          { clientPort: localPort, bytesRead: bytesWritten, bytesWritten: bytesRead, finSent: false, finRead: false },
        ]);
        expect(wire.busy()).toBe(false);
      }
      line.speaker.end();
      await until(() => wire.connections().length === 0);
    },
  );

  it.each([80, 443] as const)('is never quiet while a request or its reply is on the way (port %i)', async (scheme) => {
    const wire = await open();
    begin(wire, async (_provider, request, received) => {
      await setImmediate();
      const response = new Response(received.body.repeat(request % 4));
      const third = Math.ceil((received.body.length * (request % 4)) / 3);
      return request % 3 === 0 ? { kind: 'slow', response, cuts: [third, 2 * third], everyMs: 0 } : response;
    });
    const line = await dial(wire, scheme);
    const isQuiet = () => {
      const [state] = wire.connections();
      const { bytesRead, bytesWritten } = line.raw;
      return !wire.busy() && state?.bytesRead === bytesWritten && state.bytesWritten === bytesRead;
    };
    for (let request = 0; request < 60; request++) {
      const body = 'y'.repeat(1 + request ** 3);
      const replyLength = body.length * (request % 4);
      const heard = line.heard().length;
      const isAnswered = () => line.heard().length >= heard + 50 + replyLength;
      line.speaker.write(`POST / HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      let quietTooSoon = 0;
      while (!isAnswered()) {
        await setImmediate();
        // A slow reply is quiet between its pieces, and only there.
        if (isQuiet() && !isAnswered() && request % 3 !== 0) quietTooSoon += 1;
      }
      expect(quietTooSoon).toBe(0);
      await testClock.quiescent();
    }
    expect(isQuiet()).toBe(true);
  });

  it.each([80, 443] as const)('knows which side has said its last word (port %i)', async (scheme) => {
    const wire = await open();
    begin(wire, async () => ({ kind: 'closed' }));
    const raw = connect({ port: port(wire, scheme), host: '127.0.0.1', allowHalfOpen: true });
    const tls = { socket: raw, ca: wire.ca, servername: host, allowHalfOpen: true };
    const speaker = scheme === 443 ? tlsConnect(tls) : raw;
    sockets.push(raw, speaker);
    speaker.write(get());
    await new Promise((resolve) => speaker.resume().once('end', resolve));
    await testClock.quiescent();
    expect(wire.connections()).toMatchObject([{ finSent: true, finRead: false }]);
    speaker.end();
    await until(() => wire.connections().length === 0);
  });

  it('counts what a client does not read as sent, and does not call that busy', async () => {
    const wire = await open();
    const notices = begin(wire, async () => new Response('x'.repeat(64 * 1024 * 1024)));
    const raw = connect(port(wire, 80), '127.0.0.1');
    sockets.push(raw.pause());
    raw.write(get());
    await until(() => notices.some(({ type }) => type === 'reply'));
    await until(() => !wire.busy());
    const [state] = wire.connections();
    expect(state?.bytesWritten).toBeGreaterThan(64 * 1024 * 1024);
    expect(raw.bytesRead).toBeLessThan(64 * 1024 * 1024);
  });

  it('is busy while a handler runs, and not while a reply waits for the clock', async () => {
    const wire = await open();
    const [handler, clock] = [gate(), gate()];
    const notices: WireNotice[] = [];
    wire.begin({
      clock: { ...testClock, sleep: () => clock.opened },
      answer: async (_provider, _request, _received, sleep) => {
        await handler.opened;
        await sleep(60_000);
        return new Response('late');
      },
      notice: (notice) => notices.push(notice),
    });
    const asked = fetch(`${wire.urls.items}/`);
    await until(() => notices.length === 1);
    await testClock.quiescent();
    expect(wire.busy()).toBe(true);
    handler.release();
    await testClock.quiescent();
    expect(wire.busy()).toBe(false);
    clock.release();
    expect(await (await asked).text()).toBe('late');
    await testClock.quiescent();
    expect(wire.busy()).toBe(false);
  });
});

describe('a reply that breaks off', () => {
  it.each([80, 443] as const)('does so only when its beginning has been dealt with (port %i)', async (scheme) => {
    const wire = await open();
    const barrier = gate();
    const notices: WireNotice[] = [];
    wire.begin({
      clock: { ...testClock, quiescent: () => barrier.opened },
      answer: async () => ({ kind: 'reset', response: new Response('abcdef'), after: 3 }),
      notice: (notice) => notices.push(notice),
    });
    const line = await dial(wire, scheme);
    line.speaker.write(get());
    await until(() => line.heard().endsWith('abc'));
    await testClock.quiescent();
    expect([line.raw.destroyed, wire.busy(), notices.length]).toEqual([false, false, 1]);
    barrier.release();
    await until(() => line.raw.destroyed);
    expect(notices[1]).toMatchObject({ type: 'reply', body: 'abcdef', cutAfter: 3 });
  });
});

describe('a client that leaves when it has read the head', () => {
  const leaving: readonly [string, Omit<Silence, 'response'> | Omit<SlowReply, 'response'>][] = [
    ['breaks off', { kind: 'reset', after: 2 }],
    ['trickles in', { kind: 'slow', cuts: [2, 4], everyMs: 1 }],
  ];

  it.each(leaving)('is told to have seen the status of a reply that %s', async (_how, answer) => {
    const wire = await open();
    const rest = gate();
    const notices: WireNotice[] = [];
    wire.begin({
      clock: { ...testClock, quiescent: () => rest.opened },
      answer: async () => ({ ...answer, response: new Response('abcdef') }),
      notice: (notice) => notices.push(notice),
    });
    const line = await dial(wire, 80);
    line.speaker.write(get());
    await until(() => line.heard().endsWith('ab'));
    line.raw.resetAndDestroy();
    await until(() => notices.length === 3);
    rest.release();
    await testClock.quiescent();
    expect(notices).toMatchObject([
      { type: 'request' },
      { type: 'reply', status: 200, cutAfter: 2 },
      { type: 'abort' },
    ]);
  });
});

describe('a case that ended', () => {
  it('never speaks in the next, neither by a held reply nor by an old connection', async () => {
    const wire = await open();
    const held = gate();
    const old = begin(wire, async (_provider, _request, _received, sleep) => {
      await held.opened;
      await sleep(0);
      return new Response('old');
    });
    const agent = new HttpAgent({ keepAlive: true });
    const asked = new Promise((resolve) => {
      httpRequest({ host: '127.0.0.1', port: port(wire, 80), agent }, resolve)
        .on('error', resolve)
        .end();
    });
    await until(() => old.length === 1);
    const idle = await dial(wire, 443);
    await wire.end();
    expect(wire.connections()).toEqual([]);
    expect(await asked).toMatchObject({ code: 'ECONNRESET' });

    const fresh = begin(wire, ok);
    held.release();
    idle.speaker.write(get());
    expect(await (await fetch(`${wire.urls.items}/`)).text()).toBe('ok');
    await testClock.quiescent();
    expect(old.map(({ type }) => type)).toEqual(['request']);
    expect(fresh).toMatchObject([
      { type: 'request', request: 0 },
      { type: 'reply', request: 0, body: 'ok' },
    ]);
    expect(idle.heard()).toBe('');
    expect(wire.busy()).toBe(false);
    agent.destroy();
  });

  it('leaves a wire that answers nobody until the next begins', async () => {
    const wire = await open();
    await expect(fetch(`${wire.urls.items}/`)).rejects.toThrow('fetch failed');
    begin(wire, ok);
    expect((await fetch(`${wire.urls.items}/`)).status).toBe(200);
  });
});
