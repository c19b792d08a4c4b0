/** 2xx is a promise: the provider never sends it again, so whatever is lost from then on is lost for good. */
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import {
  callsStruck,
  type Delivered,
  deliveredOf,
  isAcknowledged,
  isListed,
  sentEvents,
  sentFacts,
  whenEffectsShow,
} from './sent.ts';

const deadLettersOf = (trace: Trace, action: number): readonly TraceEvent[] =>
  trace.events.filter((event) => event.type === 'probe' && event.probe === 'deadLetters' && event.action === action);

const judge = (trace: Trace, delivered: Delivered, isVisible: boolean): readonly Observation[] => {
  const { action, sends, effects } = delivered;
  const promised = sends.filter(
    (sent) => sent.delivery.expect === 'accept' && isListed(trace, sent.delivery) && isAcknowledged(sent),
  );
  const [first] = promised;
  if (first === undefined || !isVisible) return [];
  const events = new Set(promised.map(({ delivery }) => delivery.deliveryId)).size;
  const letters = deadLettersOf(trace, action);
  const held = effects.length + letters.length >= events;
  const struck = callsStruck(trace, action);
  // Work that failed for good belongs into the dead letters, and nobody lets us look.
  if (!held && struck.length > 0 && !trace.integration.probes.includes('deadLetters')) return [];
  const facts = {
    ...sentFacts(first),
    deliveries: promised.length,
    events,
    effects: effects.length,
    deadLetters: letters.length,
    restarted: trace.events.some(
      (event) => event.type === 'exit' && event.why === 'planned' && event.seq > first.delivery.seq,
    ),
    downstream: struck[0]?.fault ?? 'well',
  };
  return [observed(trace, held, facts, [...sentEvents(...promised), ...effects, ...letters])];
};

export const acknowledgedWorkCompletes: Rule = {
  id: 'acknowledged-work-completes',
  statement: 'What was acknowledged with 2xx is done, or stands in the dead letters.',
  topic: 'webhook',
  card: {
    asks: 'Keep an event where it survives a restart before answering 2xx, and work on it until it is done or in the dead letter queue.',
    tested:
      'Good deliveries and duplicates, also while the downstream provider fails for a while or for long, and with the process ended right after its answer and started again.',
    fails:
      'The endpoint answered 2xx, and neither the effect nor a dead letter is there once it is quiet. On the real clock, work that has not begun is waited for 6 s, or for `subject.settleMs` of the contract if that is longer.',
    fix: 'Write the event to a durable queue before answering, take it off when the work is done, and go through the queue on start. Mark a delivery as handled with its work, not before.',
    source: 'STD-17-01 §3.6',
  },
  appliesTo: whenEffectsShow,
  observe: (trace) => {
    const all = deliveredOf(trace);
    // Without the probe, that nothing is seen says something only where the ledger has shown such work.
    const isVisible = trace.integration.probes.includes('effects') || all.some(({ effects }) => effects.length > 0);
    return all.flatMap((delivered) => judge(trace, delivered, isVisible));
  },
  decide: eachByItself,
};
