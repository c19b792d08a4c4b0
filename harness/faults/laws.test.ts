/** What every fault must keep to, whoever wrote it. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsIn } from '../model/event-stream.ts';
import type { JsonObject } from '../model/json.ts';
import type { Answer, ConnectFault, ExchangeFault, FaultContext, FaultSettings } from '../ports/fault.ts';
import type { ReceivedRequest } from '../ports/provider.ts';
import { openProviders } from '../wire/providers.ts';
import { testProvider } from '../wire/test-provider.ts';
import { faults } from './index.ts';

const { dialect } = testProvider;
const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const credentials = { apiKey: 'itm_live_abcdefghijklmnopqrstuvwxyz012345' };
const policies = [
  { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  { maxRetries: 1, baseDelayMs: 10, maxDelayMs: 500, attemptTimeoutMs: 1 },
];

const request: ReceivedRequest = {
  method: 'POST',
  url: new URL('https://api.items.example/items'),
  headers: new Headers({ authorization: `Bearer ${credentials.apiKey}` }),
  body: '{"title":"a"}',
};

/** The faults that let the provider carry the request out, and with which parameters. */
const acts = (id: string, params: JsonObject): boolean =>
  id === 'hang'
    ? params.acted === true
    : [
        'noop',
        'lost-reply',
        'slow-body',
        'truncated-body',
        'malformed-json',
        'wrong-content-type',
        'delayed',
        'quota-left',
      ].includes(id) || id.startsWith('stream-');

const story: ReceivedRequest = { ...request, url: new URL('https://api.items.example/stories') };

const strike = async (fault: ExchangeFault<JsonObject>, params: JsonObject, asked = request) => {
  const { items: exchange } = await openProviders([testProvider], {
    seed: 1,
    credentials: { items: credentials },
    now: () => now,
  });
  if (exchange === undefined) throw new Error('the test provider did not open');
  let effects = 0;
  let slept = 0;
  const context: FaultContext = {
    dialect,
    now,
    epochMs: now,
    credentials,
    sleep: async (ms) => {
      slept += ms;
    },
  };
  const provider = async (received: ReceivedRequest): Promise<Answer> => {
    const exchanged = await exchange(received);
    effects += exchanged.effects.length;
    return exchanged.response;
  };
  const answer = await fault.apply(params, asked, provider, context);
  return { answer, effects, slept };
};

const settings = (): FaultSettings[] => policies.map((policy) => ({ policy, dialect }));
const exchangeFaults = faults.filter((fault): fault is ExchangeFault<JsonObject> => fault.kind === 'exchange');
const connectFaults = faults.filter((fault): fault is ConnectFault<JsonObject> => fault.kind === 'connect');

describe('the list of faults', () => {
  it('names every file of this folder once, but for what faults of streams share', () => {
    const files = readdirSync(new URL('.', import.meta.url))
      .filter(
        (name) =>
          name.endsWith('.ts') && !name.endsWith('.test.ts') && !['index.ts', 'streamed-reply.ts'].includes(name),
      )
      .map((name) => name.replace(/\.ts$/, ''));
    expect(faults.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('is the table of the README, in which those that act are marked', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `([a-z-]+)` +\| (yes|no|by choice) +\|/gm)].map(([, id, acting]) => [
      id,
      acting,
    ]);
    expect(rows.map(([id]) => id).sort()).toEqual(faults.map(({ id }) => id).sort());
    for (const [id = '', acting] of rows)
      if (acting !== 'by choice') expect([id, acting]).toEqual([id, acts(id, {}) ? 'yes' : 'no']);
  });
});

describe.each(faults.map((fault) => [fault.id, fault] as const))('%s', (_id, fault) => {
  it.each(settings())('plans parameters that are JSON, and explains them in one line (%j)', (given) => {
    fc.assert(
      fc.property(fault.params(given), (params) => {
        expect(JSON.parse(JSON.stringify(params))).toEqual(params);
        expect(fault.explain(params)).toMatch(/^[a-z][^\n]{5,120}[^\n.]$/);
      }),
    );
  });
});

describe.each(exchangeFaults.map((fault) => [fault.id, fault] as const))('%s', (id, fault) => {
  it.each(settings())(
    'answers, with parameters read back from JSON, and lets the provider act or not (%j)',
    async (given) => {
      await fc.assert(
        fc.asyncProperty(fault.params(given), async (planned) => {
          const params: JsonObject = JSON.parse(JSON.stringify(planned));
          const asked = id.startsWith('stream-') ? story : request;
          const { answer, effects } = await strike(fault, params, asked);
          expect(effects).toBe(acts(id, params) ? 1 : 0);
          if (answer instanceof Response) expect(answer.bodyUsed).toBe(false);
          else expect(['reset', 'hang', 'closed', 'slow']).toContain(answer.kind);
        }),
        { numRuns: 50 },
      );
    },
  );
});

const wholeStory = [
  ...['Ein', ' Bär', ' ging', ' über', ' die', ' Straße', '.'].map((word) => JSON.stringify({ word })),
  '{"words":7}',
  '[END]',
];

describe.each(exchangeFaults.filter(({ id }) => id.startsWith('stream-')).map((fault) => [fault.id, fault] as const))(
  '%s',
  (_id, fault) => {
    const [given] = settings();
    if (given === undefined) throw new Error('no settings');

    it('misses what is no stream, and lets it through as it is', async () => {
      await fc.assert(
        fc.asyncProperty(fault.params(given), async (params) => {
          const { answer, effects } = await strike(fault, params);
          if (answer instanceof Response || answer.kind !== 'missed') return expect.unreachable();
          if (!(answer.answer instanceof Response)) return expect.unreachable();
          expect([answer.answer.status, effects]).toEqual([201, 1]);
          expect(await answer.answer.json()).toMatchObject({ title: 'a' });
        }),
        { numRuns: 5 },
      );
    });

    it('changes what the client gets of a stream, whatever its parameters', async () => {
      await fc.assert(
        fc.asyncProperty(fault.params(given), async (params) => {
          const { answer } = await strike(fault, params, story);
          if (answer instanceof Response) {
            expect(answer.headers.get('content-type')).toBe('text/event-stream');
            expect(eventsIn(await answer.text()).map(({ data }) => data)).not.toEqual(wholeStory);
          } else if (answer.kind === 'slow') expect(answer.cuts.length).toBeGreaterThan(0);
          else if (answer.kind === 'missed') expect.unreachable();
          else {
            const bytes = (await answer.response?.arrayBuffer())?.byteLength ?? 0;
            expect(answer.after).toBeLessThan(bytes);
          }
        }),
        { numRuns: 50 },
      );
    });
  },
);

describe.each(connectFaults.map((fault) => [fault.id, fault] as const))('%s', (_id, fault) => {
  it('is how a connection ends before it carried a request', () => {
    expect(fault.apply({})).toBe(fault.id);
  });
});

const named = (id: string): ExchangeFault<JsonObject> => {
  const found = exchangeFaults.find((fault) => fault.id === id);
  if (found === undefined) throw new Error(`no fault ${id}`);
  return found;
};

const reading = async (id: string, params: JsonObject) => {
  const { answer } = await strike(named(id), params);
  if (!(answer instanceof Response)) throw new Error(`${id} gave no reply`);
  const reply = { status: answer.status, headers: answer.headers, body: await answer.text() };
  return dialect.readReply(request, reply, { now, epochMs: now, credentials });
};

describe('rate-limited', () => {
  it.each([
    ['seconds', 7, { form: 'seconds', raw: '7', notBefore: 7000 }],
    ['http-date', 7, { form: 'http-date', raw: 'Thu, 01 Jan 2026 12:00:07 GMT', notBefore: 7000 }],
    ['provider', 7, { form: 'provider', raw: '1767268807', notBefore: 7000 }],
    ['absent', 0, undefined],
    ['zero', 0, { form: 'seconds', raw: '0', notBefore: 0 }],
    ['past', 7, { form: 'http-date', raw: 'Thu, 01 Jan 2026 11:59:53 GMT', notBefore: -7000 }],
    ['negative', 7, { form: 'invalid', raw: '-7' }],
    ['garbage', 0, { form: 'invalid', raw: 'soon' }],
    ['above-cap', 90, { form: 'seconds', raw: '90', notBefore: 90_000 }],
  ])('tells the time to wait as %s', async (retryAfter, seconds, expected) => {
    const read = await reading('rate-limited', { retryAfter, seconds });
    expect(read.class).toBe('rate-limited');
    expect(read.retryAfter).toEqual(expected);
  });

  it('plans every form, and a wait above the cap only as such', () => {
    const [given] = settings();
    if (given === undefined) return expect.unreachable();
    const planned = fc.sample(named('rate-limited').params(given), { numRuns: 1000, seed: 1 });
    const kinds = new Set(planned.map(({ retryAfter }) => retryAfter));
    expect([...kinds].sort()).toEqual(
      ['above-cap', 'absent', 'garbage', 'http-date', 'negative', 'past', 'provider', 'seconds', 'zero'].sort(),
    );
    for (const { retryAfter, seconds } of planned)
      if (['seconds', 'http-date', 'provider', 'above-cap'].includes(String(retryAfter)))
        expect(Number(seconds) * 1000 > given.policy.maxDelayMs).toBe(retryAfter === 'above-cap');
  });
});

describe('permanent-error', () => {
  it('repeats the credential only when asked to', async () => {
    const silent = await reading('permanent-error', { status: 400, echo: false });
    const careless = await reading('permanent-error', { status: 400, echo: true });
    expect(silent).toMatchObject({ class: 'permanent', errorCode: 'bad_request' });
    expect(silent.errorMessage).not.toContain(credentials.apiKey);
    expect(careless.errorMessage).toContain(`Bearer ${credentials.apiKey}`);
  });
});

describe('malformed-json', () => {
  it.each(['cut', 'html', 'empty'])('sends a body that is not JSON under the type of JSON (%s)', async (kind) => {
    const { answer } = await strike(named('malformed-json'), { kind });
    if (!(answer instanceof Response)) return expect.unreachable();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const body = await answer.text();
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });
});

describe('delayed', () => {
  it('waits on the clock of the case, after the provider acted', async () => {
    const { answer, effects, slept } = await strike(named('delayed'), { ms: 1500 });
    expect([answer instanceof Response, effects, slept]).toEqual([true, 1, 1500]);
  });
});

describe('quota-left', () => {
  it('says in the words of the provider what is left and until when', async () => {
    const read = await reading('quota-left', { remaining: 0, resetInMs: 30_000 });
    expect(read).toMatchObject({ class: 'success', quota: [{ remaining: 0, resetAt: 30_000 }] });
  });
});
