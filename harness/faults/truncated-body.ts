/** The reply begins well and breaks off inside its body, though `Content-Length` promised all of it. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type TruncatedBodyParams = {
  /** The part of the body that arrives, from 0 to below 1; the last byte never does. */
  readonly share: number;
  readonly end: 'reset' | 'closed';
};

export const truncatedBody: ExchangeFault<TruncatedBodyParams> = {
  id: 'truncated-body',
  kind: 'exchange',
  params: () =>
    fc.record({
      share: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
      end: fc.constantFrom('reset', 'closed'),
    }),
  explain: ({ share, end }) =>
    `lets the provider act and cuts its reply off after ${Math.round(share * 100)} % of the body ` +
    `(${end === 'reset' ? 'reset' : 'connection closed'})`,
  apply: async ({ share, end }, request, provider) => {
    const answer = await provider(request);
    if (!(answer instanceof Response)) return { kind: 'missed', answer };
    const { byteLength } = await answer.clone().arrayBuffer();
    // A reply without a body has nothing to cut off: it is lost as a whole.
    if (byteLength === 0) return { kind: end };
    return { kind: end, response: answer, after: Math.min(Math.floor(share * byteLength), byteLength - 1) };
  },
};
