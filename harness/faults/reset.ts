/** The connection is torn down (ECONNRESET) before the provider acted; the client cannot tell it from a lost reply. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type ResetParams = Record<string, never>;

export const reset: ExchangeFault<ResetParams> = {
  id: 'reset',
  kind: 'exchange',
  params: () => fc.constant({}),
  explain: () => 'resets the connection before the provider acts',
  apply: async () => ({ kind: 'reset' }),
};
