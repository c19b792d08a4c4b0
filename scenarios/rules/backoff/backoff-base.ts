/** The recommended base delay, declared and kept. */
import type { Finding } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { atMost } from './binomial.ts';
import { allowedFalseAlarm, backoffObservations, binsOf, delaysOf, someEvidence, whenItRetries } from './samples.ts';
import { productionPolicyOf, scaleOf } from './scaled.ts';

const recommendedMs = 1000;

export const backoffBase: Rule = {
  id: 'backoff-base',
  statement: 'The base delay of the back-off is 1000 ms.',
  topic: 'backoff',
  card: {
    asks: 'Use a base delay of 1000 ms.',
    tested:
      '`policy.baseDelayMs` of the contract, and the delays before the first retry over all cases in which the provider failed.',
    fails:
      'Another base is declared; or far fewer than a quarter of the first delays reach 750 ms, or most of them are above 1500 ms.',
    fix: 'Set the base to 1000 ms, in the contract and in the code.',
    source: 'STD-17-01 §4.2',
  },
  samples: 60,
  falseAlarm: {
    probability: allowedFalseAlarm,
    why: 'With full jitter up to 1000 ms each first delay reaches 750 ms with probability 0.25 and never 1500 ms. So few that the exact binomial chance is below 5e-7 are blamed: for 60 delays, none at all (0.75^60 = 3.2e-8).',
  },
  appliesTo: whenItRetries,
  delays: delaysOf,
  observe: (trace) =>
    backoffObservations(trace, () => ({
      held: true,
      facts: {
        declaredMs: productionPolicyOf(trace.integration).baseDelayMs,
        scale: scaleOf(trace.integration, 'baseDelayMs'),
      },
    })),
  decide: (observations): readonly Finding[] => {
    const first = binsOf(observations).find(({ retry }) => retry === 0);
    if (first === undefined) return [];
    const declaredMs = first.observations[0]?.facts.declaredMs ?? null;
    const scale = Number(first.observations[0]?.facts.scale ?? 1);
    const { delays, leastDelays, timersMs } = first;
    const samples = delays.length;
    const common = { declaredMs, recommendedMs, samples };
    if (declaredMs !== recommendedMs) return [{ held: false, evidence: someEvidence(first), facts: common }];
    if (atMost(0, samples, 0.25) >= allowedFalseAlarm) return [];
    const near = delays.filter((delay) => delay >= 0.75 * scale * recommendedMs).length;
    const above = leastDelays.filter((delay) => delay > 1.5 * scale * recommendedMs + timersMs).length;
    const isLower = atMost(near, samples, 0.25) < allowedFalseAlarm;
    const isHigher = above * 2 > samples;
    const facts = { ...common, leastMs: delays[0] ?? 0, mostMs: delays.at(-1) ?? 0 };
    return [{ held: !isLower && !isHigher, evidence: someEvidence(first), facts }];
  },
};
