/** The time in which something was allowed or due, for the picture of a finding: where it opens and closes. */
import type { RetryPolicy } from '../../harness/model/integration-facts.ts';
import type { Json } from '../../harness/model/json.ts';
import type { ReportFinding } from '../../harness/model/report.ts';
import type { TraceEvent } from '../../harness/model/trace.ts';
import { ms } from './phrases.ts';

export interface Edge {
  /** Milliseconds since the case began; may be negative: before it. */
  readonly at: number;
  /** Right after this event, where several happened at the same time. */
  readonly after?: number;
  readonly text: string;
}

/** Never closes without `closes`. */
export interface AllowedWindow {
  readonly opens: Edge;
  readonly closes?: Edge;
}

interface Seen {
  readonly facts: ReportFinding['facts'];
  /** The events that the finding points at, in order. */
  readonly events: readonly TraceEvent[];
  readonly policy: RetryPolicy;
}

type WindowOf = (seen: Seen) => AllowedWindow | undefined;

const dayMs = 86_400_000;
const staleMs = 300_000;

const isNumber = (value: Json | undefined): value is number => typeof value === 'number';

const first = ({ events }: Seen, ...types: readonly TraceEvent['type'][]): TraceEvent | undefined =>
  events.find(({ type }) => types.includes(type));

const asked: WindowOf = (seen) => {
  const reply = first(seen, 'reply');
  const { askedMs } = seen.facts;
  if (reply === undefined || !isNumber(askedMs)) return undefined;
  const at = reply.at + askedMs;
  return { opens: { at, text: `allowed from here: Retry-After ${ms(askedMs)}` } };
};

/** From the end of the attempt that failed, which is a delay before the last request. */
const delayed =
  (bound: 'envelopeMs' | 'recommendedMs'): WindowOf =>
  ({ facts, events }) => {
    const { delayMs, [bound]: longest } = facts;
    const next = events.findLast(({ type }) => type === 'request');
    if (next === undefined || !isNumber(delayMs) || !isNumber(longest)) return undefined;
    const at = next.at - delayMs;
    const failed = events.findLast((event) => event.seq < next.seq && event.at <= at);
    return {
      opens: { at, ...(failed !== undefined && { after: failed.seq }), text: 'the next attempt is allowed from here' },
      closes: { at: at + longest, text: `to here: ${ms(longest)}` },
    };
  };

const within =
  (start: TraceEvent['type'], limit: (seen: Seen) => number | undefined, opens: string, closes: string): WindowOf =>
  (seen) => {
    const begin = first(seen, start);
    const length = limit(seen);
    if (begin === undefined || length === undefined) return undefined;
    return {
      opens: { at: begin.at, after: begin.seq, text: opens },
      closes: { at: begin.at + length, text: `${closes}: ${ms(length)}` },
    };
  };

const fact =
  (...names: readonly string[]) =>
  ({ facts }: Seen): number | undefined => {
    const values = names.map((name) => facts[name]).filter(isNumber);
    return values.length === names.length ? values.reduce((sum, value) => sum + value, 0) : undefined;
  };

const answerDue = within('delivery', fact('limitMs'), 'the answer is due from here', 'to here');

const signed =
  (length: (seen: Seen) => number | undefined): WindowOf =>
  (seen) => {
    const delivery = first(seen, 'delivery');
    const [ageMs, validMs] = [seen.facts.ageMs, length(seen)];
    if (delivery === undefined || !isNumber(ageMs) || validMs === undefined) return undefined;
    const at = delivery.at - ageMs;
    return {
      opens: { at, text: 'signed at this time' },
      closes: { at: at + validMs, text: `too old from here: ${ms(validMs)}` },
    };
  };

const another: WindowOf = ({ facts, events, policy }) => {
  const failed = events.findLast(({ type }) => type === 'reply' || type === 'silence' || type === 'abort');
  const { attempt } = facts;
  if (failed === undefined || !isNumber(attempt)) return undefined;
  const longest = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return {
    opens: { at: failed.at, after: failed.seq, text: 'another attempt is due from here' },
    closes: { at: failed.at + longest, text: `to here: back-off up to ${ms(longest)}` },
  };
};

const noneAfterReply: WindowOf = ({ events }) => {
  const reply = events.find(({ type }) => type === 'reply');
  const request = events.find(({ type }) => type === 'request');
  if (reply === undefined || request === undefined) return undefined;
  return {
    opens: { at: request.at, after: request.seq - 1, text: 'this request is allowed' },
    closes: { at: reply.at, after: reply.seq, text: 'an equal one is not, from here on' },
  };
};

const noMoreThanDeclared: WindowOf = ({ facts, events }) => {
  const attempts = events.filter(({ type }) => type === 'request' || type === 'refused');
  const [begin] = attempts;
  const last = isNumber(facts.allowed) ? attempts[facts.allowed - 1] : undefined;
  if (begin === undefined || last === undefined) return undefined;
  return {
    opens: { at: begin.at, after: begin.seq - 1, text: `${facts.allowed} attempts are allowed` },
    closes: { at: last.at, after: last.seq, text: 'none is from here on' },
  };
};

const quotaBack: WindowOf = (seen) => {
  const reply = first(seen, 'reply');
  const { resetInMs } = seen.facts;
  if (reply === undefined || !isNumber(resetInMs)) return undefined;
  return { opens: { at: reply.at + resetInMs, text: `allowed from here: quota is back after ${ms(resetInMs)}` } };
};

const keyForADay = within('request', () => dayMs, 'equal input has this key from here', 'to here');

const windows: { readonly [rule: string]: WindowOf } = {
  'retry-after-honoured': asked,
  'retry-after-honoured-on-server-error': asked,
  'batch-paced': quotaBack,
  'backoff-within-envelope': delayed('envelopeMs'),
  'backoff-cap': delayed('recommendedMs'),
  'attempt-times-out': within('request', fact('declaredMs', 'allowedMs'), 'an answer may come from here', 'to here'),
  'server-error-retried': another,
  'timeout-retried': another,
  'lost-connection-retried': another,
  'rate-limit-retried': another,
  'success-not-retried': noneAfterReply,
  'permanent-error-not-retried': noneAfterReply,
  'retries-within-declared': noMoreThanDeclared,
  'content-key-is-stable': keyForADay,
  'key-holds-for-24-hours': keyForADay,
  'delivery-answered-in-time': answerDue,
  'delivery-answered-before-provider-gives-up': answerDue,
  'stale-delivery-refused': signed(() => staleMs),
  'fresh-delivery-accepted': signed(fact('toleranceMs')),
};

/** Undefined where the rule is not about time. */
export const windowOf = (
  rule: string,
  finding: ReportFinding,
  events: readonly TraceEvent[],
  policy: RetryPolicy,
): AllowedWindow | undefined => windows[rule]?.({ facts: finding.facts, events, policy });
