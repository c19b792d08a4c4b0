/** A stream holds an event of a type that was added after the client was written. */
import fc from 'fast-check';
import { eventText } from '../model/event-stream.ts';
import type { ExchangeFault } from '../ports/fault.ts';
import { eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamUnknownEventParams = {
  /** The part of the events before the end of the answer that comes before, from 0 to below 1. */
  readonly share: number;
};

export const streamUnknownEvent: ExchangeFault<StreamUnknownEventParams> = {
  id: 'stream-unknown-event',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and puts an event of an unknown type into its stream, after ${Math.round(share * 100)} % of the answer`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const { streams } = context.dialect;
    const stream = await streamedReply(answer, context);
    if (stream === undefined || streams === undefined) return { kind: 'missed', answer };
    const unknown = eventText(streams.unknown(request));
    const texts = stream.events.map(({ text }) => text);
    const at = eventsWithin(stream, share);
    return stream.with([...texts.slice(0, at), unknown, ...texts.slice(at)]);
  },
};
