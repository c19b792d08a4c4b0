/** Nothing is ever sent and the connection stays open. Only a timeout of the client's own ends it. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type HangParams = { readonly acted: boolean };

export const hang: ExchangeFault<HangParams> = {
  id: 'hang',
  kind: 'exchange',
  params: () => fc.record({ acted: fc.boolean() }),
  explain: ({ acted }) =>
    acted ? 'lets the provider act, then never replies' : 'never replies, and the provider never acts',
  waitMs: (_params, { attemptTimeoutMs }) => attemptTimeoutMs,
  apply: async ({ acted }, request, provider) => {
    if (acted) await provider(request);
    return { kind: 'hang' };
  },
};
