/** Whoever cannot sign is not the provider, and is told so. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { isCutShort, isForged, isRefused, sentEvents, sentFacts, sentOf, whenItReceives } from './sent.ts';

/** Who accepts it verifies something, but not the raw body: another rule says so. */
const overRawBody = 'signature-of-reserialised-body';

export const badSignatureRefused: Rule = {
  id: 'bad-signature-refused',
  statement: 'A delivery whose signature is wrong is answered with 4xx.',
  topic: 'webhook',
  card: {
    asks: 'Refuse every delivery whose signature is not that of its body and time under the current secret, whatever is wrong with it.',
    tested:
      'The secret is another or that from before a rotation, a byte of the body or the time was changed after signing, or the signature is missing, empty, doubled, of another length, encoding, case or algorithm.',
    fails: 'The answer is not 4xx: it was accepted, the endpoint failed (5xx), or never answered.',
    fix: 'Verify before anything else, and answer 401 when it fails or throws: `timingSafeEqual` throws when lengths differ.',
    source: 'STD-17-01 §3.6, §4.4',
  },
  appliesTo: whenItReceives,
  observe: (trace) =>
    sentOf(trace).flatMap((sent) =>
      isForged(sent.delivery) && sent.delivery.fault !== overRawBody && !isCutShort(trace, sent)
        ? [observed(trace, isRefused(sent), sentFacts(sent), sentEvents(sent))]
        : [],
    ),
  decide: eachByItself,
};
