/** The fault that is none: what every other one is compared with. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type NoopParams = Record<string, never>;

export const noop: ExchangeFault<NoopParams> = {
  id: 'noop',
  kind: 'exchange',
  params: () => fc.constant({}),
  explain: () => 'changes nothing',
  apply: (_params, request, provider) => provider(request),
};
