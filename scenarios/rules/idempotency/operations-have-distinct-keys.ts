/**
 * A key that two operations share makes the provider drop the second one. Cases are compared with each other too: a
 * counter that begins again with the process repeats its keys in the next one.
 */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { Finding, Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { observed } from '../../observing.ts';
import { firstKey, keyedSeriesOf, requestEvents, whenAnyKey } from './keys.ts';

const isSameCase = (a: Observation, b: Observation): boolean => a.evidence.case === b.evidence.case;

/** May these two, which share a key, be one and the same operation? */
const mayShare = (one: Observation, two: Observation): boolean => {
  const [a, b] = [one.facts, two.facts];
  if (isSameCase(one, two) && a.action === b.action) return a.fingerprint === b.fingerprint;
  // The same plan run twice: randomness is seeded, so equal keys are our doing.
  if (!isSameCase(one, two) && a.seed === b.seed) return true;
  return a.mode === 'content' && b.mode === 'content' && a.fingerprint === b.fingerprint;
};

const placeOf = ({ provider, request, key }: JsonObject): string => JSON.stringify([provider, request, key]);

/** What a finding repeats of the first of two operations. */
const told = new Set(['operation', 'provider', 'request', 'method', 'key', 'mode']);

const clashIn = (users: readonly Observation[]): Finding | undefined => {
  for (const [index, one] of users.entries()) {
    const two = users.slice(index + 1).find((other) => !mayShare(one, other));
    if (two === undefined) continue;
    return {
      held: false,
      evidence: isSameCase(one, two)
        ? [{ case: one.evidence.case, seqs: [...one.evidence.seqs, ...two.evidence.seqs] }]
        : [one.evidence, two.evidence],
      facts: {
        ...Object.fromEntries(Object.entries(one.facts).filter(([name]) => told.has(name))),
        other: two.facts.operation ?? null,
        sameCase: isSameCase(one, two),
        sameContent: one.facts.fingerprint === two.facts.fingerprint,
      },
    };
  }
  return undefined;
};

export const operationsHaveDistinctKeys: Rule = {
  id: 'operations-have-distinct-keys',
  statement: 'Different operations have different idempotency keys.',
  topic: 'idempotency',
  card: {
    asks: "Never use one key for two operations. With idempotency 'new' every call is an operation of its own, with 'content' every different input.",
    tested: 'The keys of all calls of all cases of the run, each provider operation by itself.',
    fails: 'One key stands for two calls (new), or for two different contents (content).',
    fix: 'Use `crypto.randomUUID()` for each call, or a hash over everything that makes the content; no constants, counters or times.',
    source: 'STD-17-01 §3.4',
  },
  samples: 2,
  appliesTo: whenAnyKey,
  observe: (trace) =>
    keyedSeriesOf(trace).flatMap((series) => {
      const key = firstKey(series);
      if (key === undefined) return [];
      const facts = {
        operation: series.perform.operation,
        provider: series.provider,
        request: series.operation,
        method: series.method,
        key,
        mode: series.facts?.idempotency ?? 'new',
        fingerprint: series.fingerprint,
        action: series.action,
        seed: trace.plan.seed,
      };
      return [observed(trace, true, facts, requestEvents([series]).slice(0, 1))];
    }),
  decide: (observations) => {
    if (observations.length < 2) return [];
    const places = Map.groupBy(observations, ({ facts }) => placeOf(facts));
    const clashes = [...places.values()].flatMap((users) => clashIn(users) ?? []);
    if (clashes.length > 0) return clashes;
    return [
      {
        held: true,
        evidence: observations.slice(0, 2).map(({ evidence }) => evidence),
        facts: { operations: observations.length, keys: places.size },
      },
    ];
  },
};
