/** The small integration once more, on the streams of OpenAI's chat completions: for what only a stream can show. */
import { defineIntegration, fc, type Integration } from '@compass/gauntlet';
import { openai, openaiIds } from '@compass/gauntlet/providers';
import {
  type Behaviour,
  type Call,
  compliantWith,
  type Failure,
  numberIn,
  type Reply,
  type Sending,
} from './behaviour.ts';
import { start } from './loop.ts';
import { policy as ordinary } from './policy.ts';

/** Somebody waits for a model's answer. */
const policy = { ...ordinary, maxDelayMs: 30_000 };
const compliant = compliantWith(policy);

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string };
    readonly finish_reason?: string | null;
  }[];
}

function chunkOf(data: string): Chunk | undefined {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** Undefined for each event that is no JSON. */
const chunksIn = (body: string): readonly (Chunk | undefined)[] =>
  body.split(/\r?\n/).flatMap((line) => (line.startsWith('data: {') ? [chunkOf(line.slice('data: '.length))] : []));

export const textIn = ({ body }: Reply): string =>
  chunksIn(body)
    .map((chunk) => chunk?.choices?.[0]?.delta?.content ?? '')
    .join('');

function isWhole(body: string): boolean {
  const chunks = chunksIn(body);
  const isSound = chunks.every((chunk) => chunk !== undefined && !('error' in chunk));
  return isSound && chunks.some((chunk) => typeof chunk?.choices?.[0]?.finish_reason === 'string');
}

const unitsMs: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** `6m0s` in ms. */
const goDuration = (text: string | null): number =>
  [...(text ?? '').matchAll(/([\d.]+)(h|ms|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitsMs[unit ?? ''] ?? 0),
    0,
  );

const remaining = (headers: Headers) => numberIn(headers, 'x-ratelimit-remaining-requests');
const resetMs = (headers: Headers) => goDuration(headers.get('x-ratelimit-reset-requests'));

/** What a stream of OpenAI's needs that the plain API does not. */
export const streamWay = {
  failureOf: (reply: Reply): Failure['kind'] | undefined =>
    // HTTP 429 as well, but no wait helps: somebody has to pay.
    (reply.body.includes('insufficient_quota') ? 'permission-denied' : compliant.failureOf(reply)) ??
    (isWhole(reply.body) ? undefined : 'unavailable'),
  remaining,
  holdUntil: (headers) => (remaining(headers) === 0 ? Date.now() + resetMs(headers) : 0),
  retryAfter: (reply, now) => {
    const asked = compliant.retryAfter(reply, now);
    const ms = numberIn(reply.headers, 'retry-after-ms');
    return (
      ms ??
      asked ??
      (reply.status === 429 && remaining(reply.headers) === 0 ? resetMs(reply.headers) || undefined : undefined)
    );
  },
  value: (_call, replies) => replies.slice(-1).map(textIn).join(''),
} satisfies Partial<Behaviour>;

/** `changes`: the decision that is taken wrongly. */
export function streamMutant(changes: Partial<Behaviour>): Integration {
  return defineIntegration({
    service: 'items',
    type: 'output-only',
    providers: [openai()],
    secrets: { OPENAI_API_KEY: 'openai.apiKey' },
    env: (world) => ({ OPENAI_URL: world.url('openai') }),
    policy,
    operations: {
      ask: {
        stateChanging: false,
        idempotency: 'none',
        kind: 'llm',
        input: fc.record({
          question: fc.string({ minLength: 6, maxLength: 30 }).filter((question) => question.trim().length >= 6),
        }),
      },
    },
    start: () => {
      const { OPENAI_API_KEY: apiKey = '', OPENAI_URL: url = '' } = process.env;
      const sendings = ({ input }: Call): readonly Sending[] => {
        const messages = [{ role: 'user', content: input.question }];
        const body = { model: openaiIds.model, messages, stream: true };
        return [{ method: 'POST', path: '/v1/chat/completions', body, idempotent: 'none' }];
      };
      return start({ ...compliant, ...streamWay, ...changes }, url, { apiKey, clientSecret: '' }, sendings);
    },
  });
}
