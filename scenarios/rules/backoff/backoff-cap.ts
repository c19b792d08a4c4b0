/** The recommended cap: people wait for a model, but not for a minute. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { backoffObservations, delaysOf, whenItRetries } from './samples.ts';
import { productionPolicyOf, scaleOf } from './scaled.ts';

const recommendedMs = { llm: 30_000, other: 60_000 } as const;

export const backoffCap: Rule = {
  id: 'backoff-cap',
  statement: 'The delay is capped at 30 s for calls of a language model and at 60 s for others.',
  topic: 'backoff',
  card: {
    asks: 'Use a cap of 30000 ms for operations of kind `llm` and of 60000 ms for others.',
    tested:
      '`policy.maxDelayMs` of the contract, for each operation that was retried, and every back-off delay seen. A lower cap passes.',
    fails: 'The declared cap, or a delay, is above it.',
    fix: 'Set `maxDelayMs` to 30000 or 60000, in the contract and in the code. An integration with both kinds takes 30000.',
    source: 'STD-17-01 §4.2',
  },
  appliesTo: whenItRetries,
  delays: delaysOf,
  observe: (trace) => {
    const declaredMs = productionPolicyOf(trace.integration).maxDelayMs;
    const scale = scaleOf(trace.integration, 'maxDelayMs');
    return backoffObservations(trace, ({ delayMs, toleranceMs }, { facts }) => {
      const kind = facts?.kind ?? 'other';
      const capMs = recommendedMs[kind];
      return {
        held: declaredMs <= capMs && delayMs <= scale * capMs + toleranceMs,
        facts: { kind, declaredMs, recommendedMs: capMs },
      };
    });
  },
  decide: eachByItself,
};
