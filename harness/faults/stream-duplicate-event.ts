/** One event of a stream comes twice, as after a reconnection upstream. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamDuplicateEventParams = {
  /** The part of the events before the end of the answer that comes before, from 0 to below 1. */
  readonly share: number;
};

export const streamDuplicateEvent: ExchangeFault<StreamDuplicateEventParams> = {
  id: 'stream-duplicate-event',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and repeats one event of its stream, after ${Math.round(share * 100)} % of the answer`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    if (stream === undefined) return { kind: 'missed', answer };
    const struck = eventsWithin(stream, share);
    return stream.with(stream.events.flatMap(({ text }, index) => (index === struck ? [text, text] : [text])));
  },
};
