/** JSON that is parsed and written again is another text: only the bytes that were signed can be verified. */
import type { Json } from '../../../harness/model/json.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { isAcknowledged, isCutShort, isListed, sentEvents, sentFacts, sentOf, whenItReceives } from './sent.ts';

/** Would the body be other bytes, were it parsed and written again? Whoever accepts it under its own signature has verified the raw one. */
const changesWhenRewritten = (body: string): boolean => {
  try {
    const parsed: Json = JSON.parse(body);
    return JSON.stringify(parsed) !== body;
  } catch {
    return false;
  }
};

export const signatureOverRawBody: Rule = {
  id: 'signature-over-raw-body',
  statement: 'The signature is verified over the raw body, not over JSON that was parsed and written again.',
  topic: 'webhook',
  card: {
    asks: 'Keep the bytes of the body as they came, and verify those.',
    tested:
      'A body is sent under the signature of its own re-serialised form: without its white space, with its keys sorted, its escapes resolved or a big number rounded. And good bodies are sent that no JSON library writes in the same way.',
    fails: 'The signature of the re-serialised body is accepted.',
    fix: 'Mount the webhook route before `express.json()`, with `express.raw({ type: "application/json" })`; in a fetch handler use `await request.text()`, in Flask `request.get_data()`, in FastAPI `await request.body()`.',
    source: 'STD-17-01 §3.6, §4.4',
  },
  appliesTo: whenItReceives,
  observe: (trace) =>
    sentOf(trace).flatMap((sent) => {
      const { delivery } = sent;
      if (isCutShort(trace, sent)) return [];
      if (delivery.fault === 'signature-of-reserialised-body')
        return [
          observed(
            trace,
            !isAcknowledged(sent),
            { ...sentFacts(sent), temptation: changesWhenRewritten(delivery.body) },
            sentEvents(sent),
          ),
        ];
      // A refusal may have any reason, so that only its acceptance says something.
      const isProof =
        delivery.expect === 'accept' &&
        isListed(trace, delivery) &&
        isAcknowledged(sent) &&
        changesWhenRewritten(delivery.body);
      return isProof ? [observed(trace, true, { ...sentFacts(sent), temptation: false }, sentEvents(sent))] : [];
    }),
  // An endpoint may verify the raw body first and a rewritten one after it: nothing holds until it was tempted.
  decide: (observations) => {
    const wasTempted = observations.some(({ facts }) => facts.temptation === true);
    return eachByItself(observations.filter(({ facts }) => facts.held !== true || wasTempted));
  },
};
