import fc from 'fast-check';
import { handshakeCut } from '../../harness/faults/handshake-cut.ts';
import { untrustedCertificate } from '../../harness/faults/untrusted-certificate.ts';
import { wrongHost } from '../../harness/faults/wrong-host.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, oneCall, pastEveryRetry, performing, striking, withinRetries } from '../planning.ts';

export const failedHandshake: Scenario = {
  id: 'failed-handshake',
  summary: 'TLS goes wrong: the certificate is of an unknown authority or of another host, or the handshake is cut.',
  topic: 'retry',
  cases: 9,
  plans: (context) => {
    const { providers } = context.facts;
    // Where every provider is reached without TLS, none of it could strike.
    if (providers.length > 0 && providers.every(({ plainHttp }) => plainHttp)) return undefined;
    return oneCall(
      performing(context, anyOperation),
      fc.oneof(
        striking(context, untrustedCertificate, pastEveryRetry),
        striking(context, wrongHost, pastEveryRetry),
        striking(context, handshakeCut, withinRetries(context)),
      ),
    );
  },
};
