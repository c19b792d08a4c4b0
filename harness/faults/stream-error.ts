/** It breaks after HTTP 200: the stream says so in an event of its own, and ends. */
import fc from 'fast-check';
import { eventText } from '../model/event-stream.ts';
import type { ExchangeFault } from '../ports/fault.ts';
import { eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamErrorParams = {
  /** The part of the events before the end of the answer that comes before, from 0 to below 1. */
  readonly share: number;
};

export const streamError: ExchangeFault<StreamErrorParams> = {
  id: 'stream-error',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and breaks its stream off with an error event after ${Math.round(share * 100)} % of the answer`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const { streams } = context.dialect;
    const stream = await streamedReply(answer, context);
    if (stream === undefined || streams === undefined) return { kind: 'missed', answer };
    const kept = stream.events.slice(0, eventsWithin(stream, share)).map(({ text }) => text);
    const broken = eventText(streams.error(request));
    return stream.with([...kept, broken]);
  },
};
