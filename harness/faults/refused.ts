/** Nobody listens (ECONNREFUSED): no request ever exists. */
import fc from 'fast-check';
import type { ConnectFault } from '../ports/fault.ts';

type RefusedParams = Record<string, never>;

export const refused: ConnectFault<RefusedParams> = {
  id: 'refused',
  kind: 'connect',
  params: () => fc.constant({}),
  explain: () => 'refuses the connection',
  apply: () => 'refused',
};
