/**
 * What the unmodified packages make of every broken stream, over the real wire: read event by event, as most code does, and
 * through their helpers that put an answer together. Where a package takes a part for the whole, its user has to look.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults } from '../../harness/faults/index.ts';
import type { JsonObject } from '../../harness/model/json.ts';
import type { ExchangeFault } from '../../harness/ports/fault.ts';
import { anthropicIds } from '../anthropic/ids.ts';
import { anthropic } from '../anthropic/provider.ts';
import { openaiIds } from '../openai/ids.ts';
import { openai } from '../openai/provider.ts';
import { type WiredProvider, wire } from '../test-wire.ts';

const keys = { openai: `sk-proj-${'Q7'.repeat(24)}`, anthropic: `sk-ant-api03-${'Q7'.repeat(47)}a` };
const loadOpenai = (name: string): Promise<typeof import('openai')> => import(name);
const loadAnthropic = (name: string): Promise<typeof import('@anthropic-ai/sdk')> => import(name);

const wired: { [provider: string]: WiredProvider } = {};
beforeAll(async () => {
  wired.openai = await wire(openai(), { apiKey: keys.openai });
  wired.anthropic = await wire(anthropic(), { apiKey: keys.anthropic });
});
afterAll(async () => {
  for (const each of Object.values(wired)) await each.close();
});

type Consume = (url: string, signal: AbortSignal) => Promise<string>;

const content = 'What time is it in Tokyo?';
const chat = { model: openaiIds.model, messages: [{ role: 'user' as const, content }] };
const response = { model: openaiIds.model, input: content };
const message = { model: anthropicIds.model, max_tokens: 200, messages: [{ role: 'user' as const, content }] };

const openaiClient = async (name: string, url: string) => {
  const { default: OpenAI } = await loadOpenai(name);
  return new OpenAI({ apiKey: keys.openai, baseURL: `${url}/v1`, maxRetries: 0, logLevel: 'off' });
};
const anthropicClient = async (name: string, url: string) => {
  const { default: Anthropic } = await loadAnthropic(name);
  return new Anthropic({ apiKey: keys.anthropic, baseURL: url, maxRetries: 0, logLevel: 'off' });
};

const ways: readonly (readonly [way: string, provider: 'openai' | 'anthropic', consume: (name: string) => Consume])[] =
  [
    [
      'chat, event by event',
      'openai',
      (name) => async (url, signal) => {
        let text = '';
        const stream = await (await openaiClient(name, url)).chat.completions.create(
          { ...chat, stream: true },
          { signal },
        );
        for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
        return text;
      },
    ],
    [
      'chat, put together',
      'openai',
      (name) => async (url, signal) =>
        (await (await openaiClient(name, url)).chat.completions.stream(chat, { signal }).finalContent()) ?? '',
    ],
    [
      'response, event by event',
      'openai',
      (name) => async (url, signal) => {
        let text = '';
        const stream = await (await openaiClient(name, url)).responses.create(
          { ...response, stream: true },
          { signal },
        );
        for await (const event of stream) if (event.type === 'response.output_text.delta') text += event.delta;
        return text;
      },
    ],
    [
      'response, put together',
      'openai',
      (name) => async (url, signal) =>
        (await (await openaiClient(name, url)).responses.stream(response, { signal }).finalResponse()).output_text,
    ],
    [
      'message, event by event',
      'anthropic',
      (name) => async (url, signal) => {
        let text = '';
        const stream = await (await anthropicClient(name, url)).messages.create(
          { ...message, stream: true },
          { signal },
        );
        for await (const event of stream)
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
        return text;
      },
    ],
    [
      'message, put together',
      'anthropic',
      (name) => async (url, signal) =>
        (await anthropicClient(name, url)).messages.stream(message, { signal }).finalText(),
    ],
  ];

const cases: readonly (readonly [fault: string, params: JsonObject])[] = [
  ['stream-split', { lineEnd: 'lf', everyMs: 0 }],
  ['stream-split', { lineEnd: 'crlf', everyMs: 0 }],
  ['stream-unknown-event', { share: 0.5 }],
  ['stream-duplicate-event', { share: 0.5 }],
  ['stream-without-terminator', {}],
  ['stream-ends-early', { share: 0.5 }],
  ['stream-reset', { share: 0.5 }],
  ['stream-error', { share: 0.5 }],
  ['stream-malformed-json', { share: 0.5 }],
  ['stream-stalls', { share: 0.5 }],
];

/** `part`: a shorter text was taken for the answer; `more`: a longer one; `missed`: there was nothing to strike. */
type Verdict = 'whole' | 'part' | 'more' | 'throws' | 'missed';

/** In the order of `cases`. A stalled stream is given up by an `AbortSignal.timeout` of the caller's. */
const expected: { readonly [way: string]: readonly Verdict[] } = {
  'chat, event by event': ['whole', 'whole', 'whole', 'more', 'whole', 'part', 'throws', 'throws', 'throws', 'part'],
  'chat, put together': ['whole', 'whole', 'whole', 'more', 'whole', 'throws', 'throws', 'throws', 'throws', 'throws'],
  'response, event by event': [
    'whole',
    'whole',
    'whole',
    'more',
    'missed',
    'part',
    'throws',
    'throws',
    'throws',
    'part',
  ],
  'response, put together': [
    'whole',
    'whole',
    'throws',
    'whole',
    'missed',
    'part',
    'throws',
    'throws',
    'throws',
    'throws',
  ],
  'message, event by event': ['whole', 'whole', 'whole', 'more', 'whole', 'part', 'throws', 'throws', 'throws', 'part'],
  'message, put together': [
    'whole',
    'whole',
    'whole',
    'more',
    'throws',
    'throws',
    'throws',
    'throws',
    'throws',
    'throws',
  ],
};

/** Where the major before does otherwise: to openai 6 an `error` event of a response is an event like any other. */
const otherwise: { readonly [difference: string]: Verdict } = {
  'one before: response, event by event: stream-error': 'part',
};

const patienceMs = 300;
const faultOf = (id: string): ExchangeFault<JsonObject> => {
  const fault = faults.find((each): each is ExchangeFault<JsonObject> => each.kind === 'exchange' && each.id === id);
  if (fault === undefined) throw new Error(`no fault ${id}`);
  return fault;
};

const never = new AbortController().signal;

describe.each([
  ['newest', { openai: 'openai', anthropic: '@anthropic-ai/sdk' }],
  ['one before', { openai: 'openai-6', anthropic: 'anthropic-0' }],
])('the %s packages', (which, names) => {
  test.each(ways)('%s', async (way, provider, consumeWith) => {
    const consume = consumeWith(names[provider]);
    const open = wired[provider];
    if (open === undefined) throw new Error('not opened');
    const simulated = provider === 'openai' ? openai() : anthropic();
    const whole = await consume((await open.begin(simulated)).url, never);
    const verdict = async (id: string, params: JsonObject): Promise<Verdict> => {
      const world = await open.begin(simulated, { fault: faultOf(id), params });
      try {
        const text = await consume(world.url, id === 'stream-stalls' ? AbortSignal.timeout(patienceMs) : never);
        if (world.missed.length > 0) return 'missed';
        return text === whole ? 'whole' : text.length < whole.length ? 'part' : 'more';
      } catch {
        return 'throws';
      }
    };
    const seen: string[] = [];
    for (const [id, params] of cases) seen.push(`${id}: ${await verdict(id, params)}`);
    expect(seen).toEqual(
      cases.map(([id], index) => `${id}: ${otherwise[`${which}: ${way}: ${id}`] ?? expected[way]?.[index]}`),
    );
  });
});
