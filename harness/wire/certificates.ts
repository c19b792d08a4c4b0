/** A certificate authority made for one run, one certificate for every host that the run stands in for, and two bad ones. */
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** PEM of a server's certificate and of its private key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates extends Certificate {
  /** PEM of the authority's certificate: what the subject has to trust. */
  readonly ca: string;
  /** For the same hosts, from an authority that nobody trusts. */
  readonly untrusted: Certificate;
  /** From the authority of the run, for a host that exists nowhere. */
  readonly otherHost: Certificate;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Certificates hold from yesterday for two years of real time, whatever a virtual clock says. */
const validity = () => ({
  notBeforeDate: new Date(Date.now() - dayMs),
  notAfterDate: new Date(Date.now() + 730 * dayMs),
});

const makeAuthority = async (name: string): Promise<Certificate> => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    ...validity(),
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert, key };
};

const sign = async (ca: Certificate, hosts: readonly string[]): Promise<Certificate> => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Gauntlet simulated providers' }], {
    ...validity(),
    keyType: 'ec',
    algorithm: 'sha256',
    ca,
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
  return { cert, key };
};

/**
 * `hosts` are names or IP addresses. All keys live in memory only; those of the authorities are dropped here, so that nobody
 * can sign with them later.
 */
export const makeCertificates = async (hosts: readonly string[]): Promise<Certificates> => {
  const authority = await makeAuthority('Gauntlet run authority');
  return {
    ca: authority.cert,
    ...(await sign(authority, hosts)),
    untrusted: await sign(await makeAuthority('An authority that nobody trusts'), hosts),
    otherHost: await sign(authority, ['elsewhere.invalid']),
  };
};
