/** A batch knows how much is left and does not send more than that before the reset. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { ActionEvent, QuotaReading, ReplyEvent, RequestEvent, Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Applicability, Conduct, Rule } from '../../../harness/ports/rule.ts';
import { toleranceMs } from '../../lateness.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';

/** What the last reply allowed, and what was sent since. */
interface Allowance {
  readonly reply: ReplyEvent;
  readonly remaining: number;
  readonly until: number;
  readonly sent: readonly RequestEvent[];
}

/** Points and tokens are no requests: of those quotas only "nothing left" can be counted. */
const isCountable = ({ name, remaining }: QuotaReading): boolean => remaining === 0 || /request/i.test(name);

/** Undefined when the reply says nothing that limits requests. */
const allowanceOf = (reply: ReplyEvent): Allowance | undefined => {
  const limits = (reply.reading.quota ?? []).flatMap((quota) =>
    isCountable(quota) && quota.resetAt !== undefined && quota.resetAt > reply.at
      ? [{ remaining: quota.remaining, until: quota.resetAt }]
      : [],
  );
  const [least] = limits.sort((a, b) => a.remaining - b.remaining || b.until - a.until);
  if (least === undefined) return undefined;
  // Where the provider says when to come back, that is earlier than a reset of everything.
  const until = Math.min(least.until, reply.reading.retryAfter?.notBefore ?? least.until);
  return { reply, remaining: least.remaining, until, sent: [] };
};

const judge = (trace: Trace, batch: ActionEvent, provider: string): readonly Observation[] => {
  const requests = new Set<number>();
  const found: Observation[] = [];
  let allowance: Allowance | undefined;

  const conclude = (held: boolean, { reply, remaining, until, sent }: Allowance, next?: RequestEvent): void => {
    const facts = {
      operation: batch.does.kind === 'perform' ? batch.does.operation : '',
      provider,
      remaining,
      resetInMs: until - reply.at,
      sent: sent.length,
      ...(next === undefined ? {} : { nextAfterMs: next.at - reply.at }),
    };
    found.push(observed(trace, held, facts, [reply, ...sent, ...(next === undefined ? [] : [next])]));
    allowance = undefined;
  };

  for (const event of trace.events) {
    if (event.type === 'request' && event.action === batch.action && event.provider === provider) {
      requests.add(event.request);
      if (allowance === undefined) continue;
      const { reply, until, sent, remaining } = allowance;
      // It was sent before anybody could know.
      if (event.underWayAt !== undefined && event.underWayAt <= reply.seq) continue;
      // Only who had nothing left when the reset came has shown that it waits.
      if (event.at >= until - toleranceMs(trace)) {
        if (sent.length >= remaining) conclude(true, allowance, event);
        allowance = undefined;
        continue;
      }
      allowance = { ...allowance, sent: [...sent, event] };
      if (allowance.sent.length > remaining) conclude(false, allowance);
    }
    if (event.type === 'reply' && event.cutAfter === undefined && requests.has(event.request)) {
      const said = event.reading.quota;
      if (said !== undefined && said.length > 0) allowance = allowanceOf(event);
    }
    // It stopped and told its caller, and did not send what was left to be sent.
    if (event.type === 'outcome' && event.action === batch.action && allowance !== undefined) {
      const gaveUp = event.result.kind === 'error' || event.result.kind === 'thrown';
      if (gaveUp && allowance.remaining === 0 && allowance.reply.reading.class === 'success') conclude(true, allowance);
    }
  }
  return found;
};

const appliesTo = (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
  const calls = whenItCalls(integration, conduct);
  if (calls.applies !== true) return calls;
  return Object.values(integration.operations).some(({ batch }) => batch)
    ? { applies: true }
    : { applies: false, because: 'no declared operation is a batch (`batch: true`)' };
};

export const batchPaced: Rule = {
  id: 'batch-paced',
  statement: 'A batch does not send more requests than the provider has left before the reset.',
  topic: 'rate-limit',
  card: {
    asks: 'Pace the requests of a batch by the remaining quota that the replies tell.',
    tested:
      'While a batch runs, a reply says that 0 to 2 requests are left until a reset. What was under way already does not count.',
    fails: 'More requests than that leave before the reset, without a newer reply that allows them.',
    fix: 'Send the items through a queue that stops at remaining 0 and goes on at the reset; limit how many run at once.',
    source: 'STD-17-01 §3.5',
  },
  appliesTo,
  observe: (trace) =>
    trace.events.flatMap((event) => {
      if (event.type !== 'action' || event.does.kind !== 'perform') return [];
      if (trace.integration.operations[event.does.operation]?.batch !== true) return [];
      return trace.integration.providers.flatMap(({ id }) => judge(trace, event, id));
    }),
  decide: eachByItself,
};
