/** TLS as a client must not take it. Nobody answers here: whoever trusts such a connection is heard, and cut off unread. */
import { createSecureContext, TLSSocket } from 'node:tls';
import type { HandshakeFailure } from '../model/trace.ts';
import type { Certificates } from './certificates.ts';
import type { Connection } from './connection-book.ts';

/** `over` is called when the connection is, unless the client said nothing at all. `trusted`: it sent something over it. */
export type BadHandshake = (connection: Connection, how: HandshakeFailure, over: (trusted: boolean) => void) => void;

export const badHandshakes = ({ untrusted, otherHost }: Certificates): BadHandshake => {
  const contexts = {
    'untrusted-certificate': createSecureContext(untrusted),
    'wrong-host': createSecureContext(otherHost),
  };
  return (connection, how, over) => {
    const { raw } = connection;
    let trusted = false;
    raw.on('error', () => {});
    raw.once('close', () => {
      if (raw.bytesRead > 0) over(trusted);
    });
    if (how === 'handshake-cut') {
      raw.once('data', () => raw.destroy());
      return;
    }
    const secure = new TLSSocket(raw, { isServer: true, secureContext: contexts[how] });
    connection.speaker = secure;
    secure.on('error', () => {});
    // Never looked at: it may hold the credential.
    secure.once('data', () => {
      trusted = true;
      secure.destroy();
    });
  };
};
