/** The certificate is for the right host, from an authority that nobody knows: somebody listens in, or it was set up wrongly. */
import fc from 'fast-check';
import type { ConnectFault } from '../ports/fault.ts';

type UntrustedCertificateParams = Record<string, never>;

export const untrustedCertificate: ConnectFault<UntrustedCertificateParams> = {
  id: 'untrusted-certificate',
  kind: 'connect',
  params: () => fc.constant({}),
  explain: () => 'presents a certificate of an unknown authority',
  apply: () => 'untrusted-certificate',
};
