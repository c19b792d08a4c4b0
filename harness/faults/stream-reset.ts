/** The connection is torn down between two events of a stream. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { bytesOf, eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamResetParams = {
  /** The part of the events before the end of the answer that comes through, from 0 to below 1. */
  readonly share: number;
};

export const streamReset: ExchangeFault<StreamResetParams> = {
  id: 'stream-reset',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and resets its stream after ${Math.round(share * 100)} % of the answer`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    if (stream === undefined) return { kind: 'missed', answer };
    const kept = stream.events.slice(0, eventsWithin(stream, share)).map(({ text }) => text);
    return { kind: 'reset', response: stream.response, after: bytesOf(kept) };
  },
};
