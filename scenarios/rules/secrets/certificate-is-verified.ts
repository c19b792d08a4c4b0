/** Advice: the standard says nothing of TLS, yet every secret relies on it. */
import type { Applicability, Rule } from '../../../harness/ports/rule.ts';
import { isBadCertificate } from '../../attempts.ts';
import { eachByItself, observed, whenItMayCall } from '../../observing.ts';

const noTls: Applicability = {
  applies: 'cannot-tell',
  reason: 'precondition-unmet',
  next: 'Leave `world.url` out of the contract (in data `{url:...}`): calls to the provider’s own https address are caught as well, and then its certificate is put to the test.',
};

export const certificateIsVerified: Rule = {
  id: 'certificate-is-verified',
  statement: 'Nothing is sent over a connection whose certificate is of an unknown authority or of another host.',
  topic: 'secrets',
  card: {
    asks: 'Leave the checks of TLS certificates on.',
    tested:
      'Connections to the provider present a certificate of an unknown authority, or one of another host. Nobody reads or answers what comes.',
    fails: 'Something is sent over such a connection: whoever stands between gets the credential.',
    fix: 'Remove `rejectUnauthorized: false`, `NODE_TLS_REJECT_UNAUTHORIZED=0`, `verify=False` and the like; trust a private authority by name (`NODE_EXTRA_CA_CERTS`).',
    source: 'Advice; RFC 9110 §4.3.4',
  },
  appliesTo: (integration, conduct) => {
    const calls = whenItMayCall(integration, conduct);
    const isPlain = integration.providers.every(({ plainHttp }) => plainHttp);
    return calls.applies === true && isPlain ? noTls : calls;
  },
  observe: (trace) => {
    const trusts = trace.events.some(({ type }) => type === 'trusted');
    return trace.events.flatMap((event) => {
      // Which of several connections was trusted is not told: none of a case says that all is well.
      const shows = trusts ? event.type === 'trusted' : event.type === 'refused' && isBadCertificate(event.handshake);
      if (!shows || !('handshake' in event)) return [];
      return [observed(trace, !trusts, { provider: event.provider, how: event.handshake ?? '' }, [event])];
    });
  },
  decide: eachByItself,
};
