/** A certificate authority made for one run, and one certificate for every host that the run stands in for. */
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

export interface Certificates {
  /** PEM of the authority's certificate: what the subject has to trust. */
  readonly ca: string;
  /** PEM of the server's certificate and of its private key. */
  readonly cert: string;
  readonly key: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * `hosts` are names or IP addresses. Both keys live in memory only; the authority's is dropped here, so that nobody can
 * sign with it later. Certificates hold from yesterday for two years of real time, whatever a virtual clock says.
 */
export const makeCertificates = async (hosts: readonly string[]): Promise<Certificates> => {
  const validity = { notBeforeDate: new Date(Date.now() - dayMs), notAfterDate: new Date(Date.now() + 730 * dayMs) };
  const authority = await generate([{ name: 'commonName', value: 'Gauntlet run authority' }], {
    ...validity,
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'Gauntlet simulated providers' }], {
    ...validity,
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...new Set(hosts)].map((host) =>
          isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host },
        ),
      },
    ],
  });
  return { ca: authority.cert, cert: server.cert, key: server.private };
};
