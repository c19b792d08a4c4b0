/** Good deliveries that show whether the answer waits for the work: their calls hung, or there was nothing to wait for. */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import { latenessMs } from '../../lateness.ts';
import {
  callsMade,
  callsStruck,
  isAcknowledged,
  isCutShort,
  isListed,
  type Sent,
  sentEvents,
  sentFacts,
  sentOf,
} from './sent.ts';

interface Slow {
  readonly sent: Sent;
  readonly facts: JsonObject;
  readonly events: readonly TraceEvent[];
}

/** The oldest tolerance at which a delivery still has to be accepted is judged by other rules. */
const judgedElsewhere: ReadonlySet<string | undefined> = new Set(['stale', 'out-of-order', 'one-good-among-several']);

export const slowDownstream = (trace: Trace): readonly Slow[] =>
  sentOf(trace).flatMap((sent) => {
    const { delivery, answer } = sent;
    if (delivery.expect !== 'accept' || !isListed(trace, delivery) || judgedElsewhere.has(delivery.fault)) return [];
    if (isCutShort(trace, sent) || answer === undefined) return [];
    const struck = callsStruck(trace, delivery.action);
    const hangs = struck.filter(({ fault }) => fault === 'hang');
    const hadNothingToWaitFor = struck.length === 0 && callsMade(trace, delivery.action) === 0;
    // Refused, or reset: that says nothing about time. No answer at all does.
    const wasAnswered = isAcknowledged(sent) || answer.result.kind === 'none';
    if (hangs.length === 0 && !(hadNothingToWaitFor && wasAnswered)) return [];
    const facts = { ...sentFacts(sent), downstream: hangs.length > 0 ? 'hangs' : 'not called' };
    return [{ sent, facts, events: [...sentEvents(sent), ...hangs] }];
  });

export const answeredWithin = (trace: Trace, sent: Sent, limitMs: number): boolean => {
  const { delivery, answer } = sent;
  if (answer === undefined || !isAcknowledged(sent)) return false;
  return answer.at - delivery.at <= limitMs + latenessMs(trace, delivery.at, answer.at);
};
