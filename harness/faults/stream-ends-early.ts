/** The stream ends as a finished one does, in good order, before it has said that the answer is over. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamEndsEarlyParams = {
  /** The part of the events before the end of the answer that comes through, from 0 to below 1. */
  readonly share: number;
};

export const streamEndsEarly: ExchangeFault<StreamEndsEarlyParams> = {
  id: 'stream-ends-early',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and ends its stream in good order after ${Math.round(share * 100)} % of the answer`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    if (stream === undefined) return { kind: 'missed', answer };
    const kept = stream.events.slice(0, eventsWithin(stream, share));
    return stream.with(kept.map(({ text }) => text));
  },
};
