/** A whole stream, divided where it hurts: inside a character, and between a carriage return and its line feed. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { streamedReply } from './streamed-reply.ts';

type StreamSplitParams = {
  /** Both are allowed by the specification of event streams. */
  readonly lineEnd: 'lf' | 'crlf';
  readonly everyMs: number;
};

/** Each part costs a round trip. */
const mostCuts = 12;

const carriageReturn = 0x0d;
/** The second byte of a character, or later. */
const continues = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

const spread = (places: readonly number[]): readonly number[] => {
  const step = Math.max(1, Math.ceil(places.length / mostCuts));
  return places.filter((_, index) => index % step === 0);
};

const cutsIn = (bytes: Uint8Array): readonly number[] => {
  const places = [...bytes.keys()].slice(1);
  const inCharacters = places.filter((place) => continues(bytes[place]));
  const inLineEnds = places.filter((place) => bytes[place - 1] === carriageReturn);
  return [...new Set([...spread(inCharacters), ...spread(inLineEnds)])].sort((a, b) => a - b);
};

export const streamSplit: ExchangeFault<StreamSplitParams> = {
  id: 'stream-split',
  kind: 'exchange',
  params: ({ policy }) =>
    fc.record({
      lineEnd: fc.constantFrom('lf', 'crlf'),
      // All parts together stay well within the client's timeout: this is no slow stream.
      everyMs: fc.integer({ min: 0, max: Math.floor(policy.attemptTimeoutMs / (8 * mostCuts)) }),
    }),
  explain: ({ lineEnd }) =>
    `lets the provider act and divides its stream inside characters${lineEnd === 'crlf' ? ' and line ends' : ''}`,
  apply: async ({ lineEnd, everyMs }, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    if (stream === undefined) return { kind: 'missed', answer };
    const texts = stream.events.map(({ text }) => (lineEnd === 'crlf' ? text.replaceAll('\n', '\r\n') : text));
    const cuts = cutsIn(new TextEncoder().encode(texts.join('')));
    if (cuts.length === 0) return { kind: 'missed', answer };
    return { kind: 'slow', response: stream.with(texts), cuts, everyMs };
  },
};
