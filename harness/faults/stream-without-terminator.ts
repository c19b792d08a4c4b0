/** The answer is over and says so, but the mark after which nothing comes (`data: [DONE]`, `message_stop`) never arrives. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import { streamedReply } from './streamed-reply.ts';

type StreamWithoutTerminatorParams = Record<string, never>;

export const streamWithoutTerminator: ExchangeFault<StreamWithoutTerminatorParams> = {
  id: 'stream-without-terminator',
  kind: 'exchange',
  params: () => fc.constant({}),
  explain: () => 'lets the provider act and leaves out the mark that ends its stream',
  apply: async (_params, request, provider, context) => {
    const answer = await provider(request);
    const stream = await streamedReply(answer, context);
    const kept = stream?.events.filter(({ role }) => role !== 'terminator') ?? [];
    // Some streams have no such mark: their last event is the one that says that the answer is over.
    if (stream === undefined || kept.length === stream.events.length) return { kind: 'missed', answer };
    return stream.with(kept.map(({ text }) => text));
  },
};
