/** The certificate is from the right authority, for another host. */
import fc from 'fast-check';
import type { ConnectFault } from '../ports/fault.ts';

type WrongHostParams = Record<string, never>;

export const wrongHost: ConnectFault<WrongHostParams> = {
  id: 'wrong-host',
  kind: 'connect',
  params: () => fc.constant({}),
  explain: () => 'presents a certificate of another host',
  apply: () => 'wrong-host',
};
