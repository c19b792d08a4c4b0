/**
 * Exponential: later retries wait longer. Single delays of full jitter may well shrink, so the upper end of many is
 * compared, where the declared envelope has at least doubled and is not yet cut off by the cap.
 */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Finding } from '../../../harness/model/verdict.ts';
import type { Applicability, Rule } from '../../../harness/ports/rule.ts';
import { atMost } from './binomial.ts';
import {
  allowedFalseAlarm,
  type Bin,
  backoffObservations,
  binsOf,
  delaysOf,
  envelopeMs,
  someEvidence,
  whenItRetries,
} from './samples.ts';

/** The upper end has to grow at least this much where the envelope at least doubles. */
const growth = 1.35;

/** The largest few are left out: one delay that something else prolonged decides nothing. */
const leftOut = ({ length }: Bin['delays']): number => Math.floor(length / 20);

/** About the 95 % quantile. */
const upperEnd = (delays: Bin['delays']): number => delays.at(-1 - leftOut(delays)) ?? 0;

/** The chance that full jitter is blamed: too few delays of the later bin lie above `growth` times the earlier envelope. */
const chanceOfBlame = (early: Bin, late: Bin): number =>
  atMost(
    leftOut(late.delays),
    late.delays.length,
    1 - (growth * (early.envelopeMs + early.timersMs)) / late.envelopeMs,
  );

const appliesTo = (integration: IntegrationFacts): Applicability => {
  const retries = whenItRetries(integration);
  if (retries.applies !== true) return retries;
  const { maxRetries } = integration.policy;
  if (maxRetries < 2)
    return {
      applies: 'cannot-tell',
      reason: 'precondition-unmet',
      next: 'Declare `policy.maxRetries` of at least 2: growth is seen from the second retry on.',
    };
  return envelopeMs(integration, maxRetries - 1) < 2 * envelopeMs(integration, 0)
    ? { applies: false, because: '`policy.maxDelayMs` is reached before the delay could double' }
    : { applies: true };
};

export const backoffGrows: Rule = {
  id: 'backoff-grows',
  statement: 'The delay grows from retry to retry until it reaches the cap.',
  topic: 'backoff',
  card: {
    asks: 'Wait longer before each further retry: exponential back-off.',
    tested:
      'The upper end (about the 95 % quantile) of the delays before the first retry, against that of the last retry, over all cases in which the provider failed for long.',
    fails: `It has not grown by at least ${growth}, although the declared envelope has at least doubled.`,
    fix: 'Double the upper bound with each attempt: delay = random(0, min(maxDelay, base × 2^attempt)).',
    source: 'STD-17-01 §3.4, §4.2',
  },
  samples: 120,
  falseAlarm: {
    probability: allowedFalseAlarm,
    why: 'For full jitter the upper end of the first bin is at most its envelope, e. Blame needs all but the few left out of N later delays, uniform up to at least 2e, to lie below 1.35e: the binomial tail P(X ≤ N/20) with hit probability 0.325, which is 2.5e-7 for N = 60 and 6e-8 for N = 64; for an envelope 4 times as wide (3 retries) below 1e-24. It is computed exactly for the samples at hand, and nothing is decided where it is above 5e-7.',
  },
  appliesTo,
  delays: delaysOf,
  observe: (trace) => backoffObservations(trace),
  decide: (observations): readonly Finding[] => {
    const bins = binsOf(observations);
    const [early] = bins;
    if (early === undefined || early.retry !== 0 || early.delays.length < 20) return [];
    const late = bins.findLast(
      (bin) => bin.envelopeMs >= 2 * early.envelopeMs && chanceOfBlame(early, bin) <= allowedFalseAlarm,
    );
    if (late === undefined) return [];
    // What the machine may have added speaks for neither answer: growth has to show without it, its absence with it.
    const grew = upperEnd(late.leastDelays) > growth * upperEnd(early.delays);
    if (!grew && upperEnd(late.delays) > growth * upperEnd(early.leastDelays)) return [];
    const facts = {
      firstMs: upperEnd(early.delays),
      retry: late.retry,
      laterMs: upperEnd(late.delays),
      firstSamples: early.delays.length,
      laterSamples: late.delays.length,
      growth,
    };
    return [{ held: grew, evidence: someEvidence(early, late), facts }];
  },
};
