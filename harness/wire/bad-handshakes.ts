/** TLS as a client must not take it. Nobody answers here: whoever trusts such a connection is heard, and cut off unread. */
import { createSecureContext, TLSSocket } from 'node:tls';
import type { HandshakeFailure } from '../model/trace.ts';
import type { Certificates } from './certificates.ts';
import type { Connection } from './connection-book.ts';
import { chooseProtocol } from './tls-listener.ts';

type BadHandshake = (
  connection: Connection,
  how: HandshakeFailure,
  /** See `Wire.failHandshakes`. */
  told: (what: 'failed' | 'trusted') => void,
) => void;

export const badHandshakes = ({ untrusted, otherHost }: Certificates): BadHandshake => {
  const contexts = {
    'untrusted-certificate': createSecureContext(untrusted),
    'wrong-host': createSecureContext(otherHost),
  };
  return (connection, how, told) => {
    const { raw } = connection;
    raw.on('error', () => {});
    if (how === 'handshake-cut') {
      raw.once('data', () => {
        told('failed');
        raw.destroy();
      });
      return;
    }
    told('failed');
    const secure = new TLSSocket(raw, {
      isServer: true,
      secureContext: contexts[how],
      ALPNCallback: chooseProtocol,
    });
    connection.speaker = secure;
    secure.on('error', () => {});
    // Never looked at: it may hold the credential.
    secure.once('data', () => {
      told('trusted');
      secure.destroy();
    });
  };
};
