/** Nobody pays any more: no credit, or a spend limit is reached. Often the status of a rate limit, but no wait helps. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type SpentParams = Record<string, never>;

export const spent: ExchangeFault<SpentParams> = {
  id: 'spent',
  kind: 'exchange',
  params: () => fc.constant({}),
  explain: () => 'refuses because the account has no credit left',
  apply: async (_params, request, provider, { dialect }) =>
    dialect.spent?.(request) ?? { kind: 'missed', answer: await provider(request) },
};
