/** What the caller gets, and what waits in queues, leaves the integration just as a log line does. */
import type { Sighting, TraceEvent } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { sightingFacts, whenItHasSecrets } from './sightings.ts';

interface Told {
  readonly place: string;
  readonly sightings: readonly Sighting[];
}

/** Undefined for what tells nothing: an ordinary success without a secret in it. */
const toldBy = (event: TraceEvent, declared: ReadonlySet<string>): Told | undefined => {
  if (event.type === 'answer' && event.result.kind === 'answered' && event.result.status >= 400)
    return { place: 'answer', sightings: event.sightings.filter(({ secret }) => declared.has(secret)) };
  if (event.type === 'probe') return { place: event.probe, sightings: event.sightings };
  if (event.type !== 'outcome') return undefined;
  const { kind } = event.result;
  if (kind === 'ok') return event.sightings.length > 0 ? { place: 'value', sightings: event.sightings } : undefined;
  return kind === 'unsettled' ? undefined : { place: 'error', sightings: event.sightings };
};

export const secretNotInUserError: Rule = {
  id: 'secret-not-in-user-error',
  statement: 'No error, refusal, notification, dead letter or alert holds a secret.',
  topic: 'secrets',
  card: {
    asks: 'Keep secrets out of everything that is told or kept: errors, notifications, dead letters, alerts.',
    tested:
      'Calls fail in many ways, also with replies that repeat the credential, and deliveries are turned away; what was told is searched.',
    fails: 'An outcome, the answer to a delivery or an entry of a probe holds a secret, whole, encoded or masked.',
    fix: 'Build errors and queue entries from named fields, never from a caught error or a request object.',
    source: 'STD-17-01 §3.3',
  },
  appliesTo: whenItHasSecrets,
  observe: (trace) => {
    const declared = new Set(trace.integration.secrets.map(({ name }) => name));
    return trace.events.flatMap((event) => {
      const told = toldBy(event, declared);
      if (told === undefined) return [];
      const { place, sightings } = told;
      const [sighting] = sightings;
      return [observed(trace, sighting === undefined, { place, ...(sighting && sightingFacts(sighting)) }, [event])];
    });
  },
  decide: eachByItself,
};
