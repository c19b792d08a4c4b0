/** What counts in the end: however often it was sent, it happened once. Told by the provider's own ledger. */
import type { EffectEvent, Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import type { Series } from '../../attempts.ts';
import { eachByItself, observed } from '../../observing.ts';
import { hourMs, keyedSeriesOf, requestEvents, whenAnyKey } from './keys.ts';

/** Requests that changed something new; one that changed the same thing again, by its id, is no second effect. */
const effective = (trace: Trace, requests: ReadonlySet<number>): readonly EffectEvent[] => {
  const known = new Set<string>();
  const counted = new Set<number>();
  return trace.events.flatMap((event) => {
    if (event.type !== 'effect' || event.request === undefined || !requests.has(event.request)) return [];
    const name = JSON.stringify([event.entity, event.id]);
    if (known.has(name)) return [];
    known.add(name);
    if (counted.has(event.request)) return [];
    counted.add(event.request);
    return [event];
  });
};

/** Series that are one intended effect: of one call, or of equal calls of a `content` operation. */
const intentions = (all: readonly Series[]): readonly (readonly Series[])[] => {
  const seen = new Map<string, number>();
  const groups = Map.groupBy(all, ({ action, perform, facts, provider, operation, fingerprint }) => {
    if (facts?.idempotency !== 'content') return JSON.stringify([action, provider, fingerprint]);
    // Content that is told differently each time is still the same: the nth write of this kind in each equal call.
    const place = JSON.stringify([action, provider, operation]);
    const nth = seen.get(place) ?? 0;
    seen.set(place, nth + 1);
    return JSON.stringify([perform.operation, perform.input, perform.user, provider, operation, nth]);
  });
  return [...groups.values()];
};

const judge = (trace: Trace, group: readonly Series[]): readonly Observation[] => {
  const [first] = group;
  const requests = requestEvents(group).flatMap((event) => (event.type === 'request' ? [event] : []));
  const effects = effective(trace, new Set(requests.map(({ request }) => request)));
  const [done] = effects;
  if (first === undefined || done === undefined) return [];
  const within = effects.filter(({ at }) => at - done.at < 24 * hourMs);
  // Only what was sent again after it had happened could happen twice.
  const again = requests.filter(({ request, at }) => request > (done.request ?? -1) && at - done.at < 24 * hourMs);
  if (again.length === 0) return [];
  const facts = {
    operation: first.perform.operation,
    provider: first.provider,
    request: first.operation,
    method: first.method,
    mode: first.facts?.idempotency ?? 'new',
    requests: requests.length,
    calls: new Set(group.map(({ action }) => action)).size,
    effects: within.length,
    keys: new Set(requests.map(({ reading }) => reading.idempotencyKey)).size,
  };
  return [observed(trace, within.length === 1, facts, [...requests, ...within])];
};

export const oneEffectPerOperation: Rule = {
  id: 'one-effect-per-operation',
  statement: 'An operation takes effect at most once, however often it is sent.',
  topic: 'idempotency',
  card: {
    asks: 'Make repeating harmless: an operation whose reply was lost is sent again and still happens once.',
    tested:
      "The provider acts and its reply is lost, or never comes; or, with idempotency 'content', the same user asks for the same thing again within 24 hours. The provider's ledger is counted.",
    fails: 'The ledger shows a second effect.',
    fix: 'Send one key with all attempts of an operation; for duplicates, make the key from the content.',
    source: 'STD-17-01 §3.4, §4.1',
  },
  appliesTo: whenAnyKey,
  observe: (trace) => intentions(keyedSeriesOf(trace)).flatMap((group) => judge(trace, group)),
  decide: eachByItself,
};
