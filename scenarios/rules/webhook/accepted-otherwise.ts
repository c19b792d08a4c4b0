/** An endpoint that refuses every true delivery does not refuse these for what is special about them. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Finding, Observation } from '../../../harness/model/verdict.ts';
import { eachByItself, observed } from '../../observing.ts';
import { isAcknowledged, isListed, sentEvents, sentOf } from './sent.ts';

/** The ordinary deliveries of a case, as observations that are compared with and not judged. */
export const ordinary = (trace: Trace): readonly Observation[] =>
  sentOf(trace).flatMap((sent) =>
    sent.delivery.expect === 'accept' && sent.delivery.fault === undefined && isListed(trace, sent.delivery)
      ? [observed(trace, isAcknowledged(sent), { control: true }, sentEvents(sent))]
      : [],
  );

/** One finding for each judged observation; none that is broken when every ordinary delivery was turned away as well. */
export const unlessAllAreRefused = (observations: readonly Observation[]): readonly Finding[] => {
  const controls = observations.filter(({ facts }) => facts.control === true);
  const judged = observations.filter(({ facts }) => facts.control !== true);
  const takesNone = controls.length > 0 && controls.every(({ facts }) => facts.held !== true);
  return eachByItself(judged.filter(({ facts }) => !takesNone || facts.held === true));
};
