/** The connection stands, and ends before TLS does: after the first message of the client. */
import fc from 'fast-check';
import type { ConnectFault } from '../ports/fault.ts';

type HandshakeCutParams = Record<string, never>;

export const handshakeCut: ConnectFault<HandshakeCutParams> = {
  id: 'handshake-cut',
  kind: 'connect',
  params: () => fc.constant({}),
  explain: () => 'ends the connection in the middle of its TLS handshake',
  apply: () => 'handshake-cut',
};
