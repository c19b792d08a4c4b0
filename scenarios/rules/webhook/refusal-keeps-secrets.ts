/** An endpoint that tells a forger which signature it expected verifies nothing from then on. */
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { deliveredOf, isForged, sentEvents, whenItReceives } from './sent.ts';

const logOf = (trace: Trace, action: number, since: number): readonly TraceEvent[] =>
  trace.events.filter((event) => event.type === 'log' && event.action === action && event.seq > since);

const sightingOf = (event: TraceEvent, counts: ReadonlySet<string>) =>
  event.type === 'log' || event.type === 'answer'
    ? event.sightings.find(({ secret }) => event.type === 'answer' || counts.has(secret))
    : undefined;

export const refusalKeepsSecrets: Rule = {
  id: 'refusal-keeps-secrets',
  statement:
    'Neither the answer to a badly signed delivery nor the log shows a secret or the signature that was expected.',
  topic: 'webhook',
  card: {
    asks: 'Say only that the signature is wrong.',
    tested:
      'Every kind of wrong signature is sent; the answer is searched for every secret, and answer and log for the secret of the webhook and for the signature that would have been right for this body.',
    fails: 'One of them is found.',
    fix: 'Answer 401 with a fixed text, and log the reason without both signatures.',
    source: 'STD-17-01 §1.3, §3.6',
  },
  appliesTo: whenItReceives,
  observe: (trace) => {
    const kept = new Set(['expected signature', trace.integration.webhook?.secret ?? '']);
    return deliveredOf(trace).flatMap(({ action, sends }) => {
      const forged = sends.filter(({ delivery }) => isForged(delivery));
      const [first] = forged;
      if (first === undefined || forged.every(({ answer }) => answer === undefined)) return [];
      const shown = [...forged.flatMap(({ answer }) => answer ?? []), ...logOf(trace, action, first.delivery.seq)];
      const leaks = shown.flatMap((event) => {
        const sighting = sightingOf(event, kept);
        return sighting === undefined ? [] : [{ event, sighting }];
      });
      if (leaks.length === 0) return [observed(trace, true, { what: first.delivery.what }, sentEvents(...forged))];
      return leaks.map(({ event, sighting: { secret, form } }) =>
        observed(trace, false, { what: first.delivery.what, secret, form, where: event.type }, [first.delivery, event]),
      );
    });
  },
  decide: eachByItself,
};
