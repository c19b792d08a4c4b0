/**
 * Nobody brings the endpoint down by what he sends. Advice: that a forged delivery is answered with 4xx is already asked
 * by `bad-signature-refused`, and of strange bodies that are rightly signed the standard says nothing.
 */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { exitDuring, isCutShort, type Sent, sentEvents, sentFacts, sentOf, whenItReceives } from './sent.ts';

/** So large a body may be refused by closing the connection; whether a 413 is still read then is chance. */
const largeBytes = 1_000_000;

const judge = (trace: Trace, sent: Sent, isDown: boolean): readonly Observation[] => {
  const { delivery, answer } = sent;
  const exit = exitDuring(trace, sent);
  const facts = { ...sentFacts(sent), ...(exit === undefined ? {} : { exit: exit.why }) };
  if (exit !== undefined) return [observed(trace, false, facts, [...sentEvents(sent), exit])];
  // Whoever finds it down did not bring it down.
  if (isDown || answer === undefined || answer.result.kind === 'left' || isCutShort(trace, sent)) return [];
  // What may be accepted may be worked on; how long that may take is for the rules about time.
  if (answer.result.kind === 'none' && delivery.expect === 'either') return [];
  if (answer.result.kind === 'reset' && delivery.bytes >= largeBytes) return [];
  return [observed(trace, answer.result.kind === 'answered', facts, sentEvents(sent))];
};

export const refusalDoesNotCrash: Rule = {
  id: 'refusal-does-not-crash',
  statement: 'No delivery, however wrong or strange, brings the endpoint down.',
  topic: 'webhook',
  card: {
    asks: 'Answer every delivery, also one that is badly signed, not JSON, empty, huge, deeply nested or unknown.',
    tested:
      'Each of those is sent. Any answer holds, also 413 and 500; a large body may be refused by closing the connection.',
    fails: 'The process ends, or no answer comes.',
    fix: 'Catch what parsing and verifying throw (lengths that differ, broken JSON) in the handler; limit the size of bodies.',
    source: 'OWASP API4:2023',
  },
  appliesTo: whenItReceives,
  observe: (trace) => {
    const firstExit = trace.events.find((event) => event.type === 'exit' && event.why !== 'planned');
    return sentOf(trace).flatMap((sent) =>
      sent.delivery.expect === 'accept'
        ? []
        : judge(trace, sent, firstExit !== undefined && firstExit.seq < sent.delivery.seq),
    );
  },
  decide: eachByItself,
};
