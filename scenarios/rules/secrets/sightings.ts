/** What the scanner saw while a case ran, as rules about secrets read it. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { JsonObject } from '../../../harness/model/json.ts';
import type { LogEvent, Sighting, Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Applicability, Conduct } from '../../../harness/ports/rule.ts';
import { observed, whenItMayCall } from '../../observing.ts';

export const whenItHasSecrets = ({ secrets }: IntegrationFacts): Applicability =>
  secrets.length > 0 ? { applies: true } : { applies: false, because: 'the contract declares no secret' };

/** For rules about what is sent. */
export const whenItSendsSecrets = (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
  const has = whenItHasSecrets(integration);
  return has.applies === true ? whenItMayCall(integration, conduct) : has;
};

export const sightingFacts = ({ secret, form, where }: Sighting): JsonObject => ({ secret, form, where });

export const logEvents = (trace: Trace): readonly LogEvent[] =>
  trace.events.flatMap((event) => (event.type === 'log' ? [event] : []));

/** One answer for each line that gives a secret away, else one for the whole log of the case. */
export const inLog = (
  trace: Trace,
  lines: readonly LogEvent[],
  counts: (sighting: Sighting) => boolean,
): readonly Observation[] => {
  const [first] = lines;
  if (first === undefined) return [];
  const leaks = lines.flatMap((line) => {
    const sighting = line.sightings.find(counts);
    return sighting === undefined
      ? []
      : [observed(trace, false, { ...sightingFacts(sighting), stream: line.stream }, [line])];
  });
  return leaks.length > 0 ? leaks : [observed(trace, true, { lines: lines.length }, [first])];
};
