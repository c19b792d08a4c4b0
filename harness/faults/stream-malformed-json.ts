/** One event of a stream is not JSON, as when a proxy cuts a line; the others follow. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { eventsWithin, streamedReply } from './streamed-reply.ts';

type StreamMalformedJsonParams = {
  /** The part of the events before the end of the answer that comes before, from 0 to below 1. */
  readonly share: number;
};

/** Half of an object is never JSON. The event's name and the line that ends it stay. */
const halved = (text: string): string =>
  text.replace(/^data: ?(.*)$/m, (_, data: string) => `data: ${data.slice(0, Math.ceil(data.length / 2))}`);

export const streamMalformedJson: ExchangeFault<StreamMalformedJsonParams> = {
  id: 'stream-malformed-json',
  kind: 'exchange',
  params: () => fc.record({ share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ share }) =>
    `lets the provider act and cuts the JSON of one event of its stream in half, after ${Math.round(share * 100)} % of the answer`,
  apply: async ({ share }, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    if (stream === undefined) return { kind: 'missed', answer };
    const struck = eventsWithin(stream, share);
    return stream.with(stream.events.map(({ text }, index) => (index === struck ? halved(text) : text)));
  },
};
