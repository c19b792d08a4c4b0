/** Clients that failed together must not come back together. Any jitter will do here. */
import type { Finding } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { type Bin, backoffObservations, binsOf, delaysOf, someEvidence, whenItRetries } from './samples.ts';

const enough = 20;

/** Delays this close are one delay: what timers do by themselves is no jitter. */
const sameMs = ({ timersMs }: Bin): number => (timersMs <= 2 ? 4 : 20);

const spreadOf = ({ delays }: Bin): number => (delays.at(-1) ?? 0) - (delays[0] ?? 0);

/** What the machine may have added is no jitter. */
const leastSpreadOf = ({ delays, leastDelays }: Bin): number => (leastDelays.at(-1) ?? 0) - (delays[0] ?? 0);

/** Small envelopes hold too few different delays to tell. */
const isTelling = (bin: Bin): boolean => bin.delays.length >= enough && bin.envelopeMs >= 5 * sameMs(bin);

export const backoffHasJitter: Rule = {
  id: 'backoff-has-jitter',
  statement: 'The delay before the same retry is not the same each time.',
  topic: 'backoff',
  card: {
    asks: 'Add randomness to the delay before each retry.',
    tested:
      'The delays before the same retry number, over all cases in which the provider failed. Any form of jitter passes.',
    fails:
      'For every retry number, all delays are equal but for what timers do (4 ms on the virtual clock, 20 ms on the real one).',
    fix: 'delay = random(0, min(maxDelay, base × 2^attempt)).',
    source: 'STD-17-01 §3.4, §4.2',
  },
  samples: enough,
  falseAlarm: {
    probability: 1e-11,
    why: 'At least 20 delays that are uniform over an envelope at least 5 times as wide as what counts as equal: all of them lie that close together with probability of at most 20 × 0.2^19 = 1.1e-12 for one retry number; it has to happen for every one of them. For an envelope of 1 s it is below 1e-40.',
  },
  appliesTo: whenItRetries,
  delays: delaysOf,
  observe: (trace) => backoffObservations(trace),
  decide: (observations): readonly Finding[] => {
    const bins = binsOf(observations).filter(isTelling);
    const [widest] = [...bins].sort((a, b) => leastSpreadOf(b) - leastSpreadOf(a));
    if (widest === undefined) return [];
    const differs = leastSpreadOf(widest) > sameMs(widest);
    if (!differs && bins.some((bin) => spreadOf(bin) > sameMs(bin))) return [];
    const facts = {
      retry: widest.retry,
      samples: widest.delays.length,
      leastMs: widest.delays[0] ?? 0,
      mostMs: widest.delays.at(-1) ?? 0,
      spreadMs: spreadOf(widest),
      sameMs: sameMs(widest),
    };
    return [{ held: differs, evidence: someEvidence(widest), facts }];
  },
};
