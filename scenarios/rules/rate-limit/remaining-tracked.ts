/**
 * The provider said that nothing is left until a reset: the next operation should not run into the wall at full speed.
 * Whoever waits, refuses by itself, or at least logs the number has looked at it; only never having looked fails.
 */
import type { Json } from '../../../harness/model/json.ts';
import type { ReplyEvent, RequestEvent, Trace, TraceEvent } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';

/** A reset nearer than this may be awaited by doing nothing. */
const farMs = 10_000;
/** Leaving this soon after being asked is leaving at once. */
const atOnceMs = 1000;
const enough = 3;

/** The reply that told of the used-up quota, and when it is back. */
interface UsedUp {
  readonly reply: ReplyEvent;
  readonly provider: string;
  readonly resetAt: number;
}

/** What each provider said last of its quota before this event, where it said that nothing is left. */
const usedUpBefore = (trace: Trace, seq: number): readonly UsedUp[] => {
  const providers = new Map<number, string>();
  const latest = new Map<string, UsedUp | undefined>();
  for (const event of trace.events) {
    if (event.seq >= seq) break;
    if (event.type === 'request') providers.set(event.request, event.provider);
    if (event.type !== 'reply' || event.cutAfter !== undefined) continue;
    const provider = providers.get(event.request);
    const quota = event.reading.quota;
    if (provider === undefined || quota === undefined || quota.length === 0) continue;
    const resets = quota.flatMap(({ remaining, resetAt }) =>
      remaining === 0 && resetAt !== undefined ? [resetAt] : [],
    );
    latest.set(provider, resets.length === 0 ? undefined : { reply: event, provider, resetAt: Math.max(...resets) });
  }
  return [...latest.values()].flatMap((each) => each ?? []);
};

const remainingIn = (value: Json): readonly number[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const number = typeof member === 'string' && member !== '' ? Number(member) : member;
    const own = /remaining/i.test(name) && typeof number === 'number' ? [number] : [];
    return [...own, ...remainingIn(member)];
  });
};

/** A line that carries a number which the provider had told shows that somebody reads it. */
const loggedRemaining = (trace: Trace): TraceEvent | undefined => {
  const told = new Set(
    trace.events.flatMap((event) =>
      event.type === 'reply' ? (event.reading.quota?.map(({ remaining }) => remaining) ?? []) : [],
    ),
  );
  return trace.events.find(
    (event) =>
      event.type === 'log' &&
      (event.json === undefined
        ? [...event.text.matchAll(/remaining\D{0,12}(\d+)/gi)].some(([, digits]) => told.has(Number(digits)))
        : remainingIn(event.json).some((number) => told.has(number))),
  );
};

const judge = (trace: Trace, asked: TraceEvent): readonly Observation[] => {
  if (asked.type !== 'action' || asked.does.kind !== 'perform') return [];
  const { operation } = asked.does;
  return usedUpBefore(trace, asked.seq).flatMap(({ reply, provider, resetAt }) => {
    if (resetAt - asked.at < farMs) return [];
    const first = trace.events.find(
      (event): event is RequestEvent =>
        event.type === 'request' && event.action === asked.action && event.provider === provider,
    );
    const ended = trace.events.some((event) => event.type === 'outcome' && event.action === asked.action);
    if (first === undefined && !ended) return [];
    const leftAtOnce = first !== undefined && first.at - asked.at < atOnceMs;
    const line = loggedRemaining(trace);
    const facts = {
      operation,
      provider,
      resetInMs: resetAt - asked.at,
      ...(first === undefined ? {} : { afterMs: first.at - asked.at }),
      logged: line !== undefined,
    };
    const shown = [reply, asked, ...(first === undefined ? [] : [first]), ...(line === undefined ? [] : [line])];
    return [observed(trace, !leftAtOnce || line !== undefined, facts, shown)];
  });
};

export const remainingTracked: Rule = {
  id: 'remaining-tracked',
  statement: 'What the provider tells of its remaining quota is taken notice of.',
  topic: 'rate-limit',
  card: {
    asks: 'Read `X-RateLimit-Remaining` and the reset, and hold operations back when nothing is left.',
    tested:
      'A good reply says that 0 requests are left until a reset at least 10 s away, and another operation is asked for at once.',
    fails:
      'In every such case the next operation leaves within a second, and no log line carries the number. Waiting, and refusing by itself, pass. Values above 0 are not judged.',
    fix: 'Keep remaining and reset from each reply; when remaining is 0, wait for the reset (or refuse with `RATE_LIMITED` and `retryAfter`) before sending.',
    source: 'STD-17-01 §3.5',
  },
  samples: enough,
  appliesTo: whenItCalls,
  observe: (trace) => trace.events.flatMap((event) => judge(trace, event)),
  // One case in which it was taken notice of is enough to pass, so no single one can fail.
  decide: (observations) => {
    const findings = eachByItself(observations);
    const held = findings.filter((finding) => finding.held);
    if (held.length > 0) return held;
    return findings.length < enough
      ? []
      : findings.slice(0, 1).map((finding) => ({ ...finding, facts: { ...finding.facts, cases: findings.length } }));
  },
};
