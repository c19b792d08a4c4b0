/** The stream stops between two events and the connection stays open. A timeout for the reply alone does not end that. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { bytesOf, eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamStallsParams = {
  /** The part of the events before the end of the answer that comes through, from 0 to below 1. */
  readonly share: number;
};

export const streamStalls: ExchangeFault<StreamStallsParams> = {
  id: 'stream-stalls',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and sends nothing more after ${Math.round(share * 100)} % of its stream`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    if (stream === undefined) return { kind: 'missed', answer };
    const kept = stream.events.slice(0, eventsWithin(stream, share)).map(({ text }) => text);
    return { kind: 'hang', response: stream.response, after: bytesOf(kept) };
  },
};
