/** The reply is whole, but its body trickles in. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type SlowBodyParams = {
  readonly pieces: number;
  /** Between two pieces, on the case's clock. */
  readonly everyMs: number;
};

const equalParts = (bytes: number, pieces: number): readonly number[] => {
  const size = Math.max(1, Math.ceil(bytes / pieces));
  return Array.from({ length: pieces - 1 }, (_, index) => (index + 1) * size).filter((cut) => cut < bytes);
};

export const slowBody: ExchangeFault<SlowBodyParams> = {
  id: 'slow-body',
  kind: 'exchange',
  // From well within the client's timeout for one attempt to twice as long.
  params: ({ policy }) =>
    fc.record({
      pieces: fc.integer({ min: 2, max: 8 }),
      everyMs: fc.integer({ min: 1, max: Math.max(1, Math.ceil(policy.attemptTimeoutMs / 4)) }),
    }),
  explain: ({ pieces, everyMs }) =>
    `lets the provider act and sends its reply in ${pieces} pieces, ${everyMs} ms apart`,
  apply: async ({ pieces, everyMs }, request, provider) => {
    const answer = await provider(request);
    if (!(answer instanceof Response)) return { kind: 'missed', answer };
    const { byteLength } = await answer.clone().arrayBuffer();
    return { kind: 'slow', response: answer, cuts: equalParts(byteLength, pieces), everyMs };
  },
};
