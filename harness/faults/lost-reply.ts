/** The worst of all: it was done, and nobody will know. The provider acts, then the connection is reset. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type LostReplyParams = Record<string, never>;

export const lostReply: ExchangeFault<LostReplyParams> = {
  id: 'lost-reply',
  kind: 'exchange',
  params: () => fc.constant({}),
  explain: () => 'lets the provider act, then loses its reply (reset)',
  apply: async (_params, request, provider) => {
    await provider(request);
    return { kind: 'reset' };
  },
};
