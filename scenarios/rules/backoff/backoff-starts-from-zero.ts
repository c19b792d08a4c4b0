/**
 * Full jitter is uniform from zero to the envelope. Delays that avoid a part of it are another kind: equal jitter
 * leaves the lower half empty, jitter on top of the delay all of it but the end, linear growth the top.
 */
import type { Finding } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { atMost } from './binomial.ts';
import {
  allowedFalseAlarm,
  type Bin,
  backoffObservations,
  binsOf,
  delaysOf,
  someEvidence,
  whenItRetries,
} from './samples.ts';

/** Parts of the envelope that full jitter fills, each with its share. */
const parts = [
  { part: 'lowest quarter', upTo: 0.25, share: 0.25 },
  { part: 'lower half', upTo: 0.5, share: 0.5 },
  { part: 'upper half', from: 0.5, share: 0.5 },
  { part: 'highest quarter', from: 0.75, share: 0.25 },
] as const;

interface Count {
  readonly bin: Bin;
  readonly part: (typeof parts)[number];
  readonly found: number;
  /** The chance of so few under full jitter. */
  readonly chance: number;
}

/** Timers and a busy machine make delays longer and none shorter, so that an upper border is widened: more delays count then. */
const countIn = (bin: Bin, part: (typeof parts)[number]): Count => {
  const { delays, leastDelays, envelopeMs, timersMs } = bin;
  const found =
    'from' in part
      ? delays.filter((delay) => delay >= part.from * envelopeMs).length
      : leastDelays.filter((delay) => delay <= part.upTo * envelopeMs + timersMs).length;
  return { bin, part, found, chance: atMost(found, delays.length, part.share) };
};

/** Where timers may be as late as equal jitter is on purpose, an empty lowest quarter would not be seen. */
const showsEqualJitter = ({ envelopeMs, timersMs }: Bin): boolean => 0.25 * envelopeMs + timersMs < 0.5 * envelopeMs;

export const backoffStartsFromZero: Rule = {
  id: 'backoff-starts-from-zero',
  statement: 'The delay is drawn uniformly between zero and its upper bound (full jitter).',
  topic: 'backoff',
  card: {
    asks: 'Draw the whole delay at random, from zero on: delay = random(0, min(maxDelay, base × 2^attempt)).',
    tested:
      'How the delays before each retry fill the declared envelope, over all cases in which the provider failed. A delay of 0 ms is as good as any other. On the real clock, whose timers may be 250 ms late, only an envelope of more than 1 s can pass.',
    fails: 'A half or an outer quarter of the envelope holds far fewer delays than full jitter puts there.',
    fix: 'Multiply the whole bound by a random number in [0, 1); do not add jitter to a fixed delay, and do not halve it first.',
    source: 'STD-17-01 §4.2',
  },
  samples: 60,
  falseAlarm: {
    probability: allowedFalseAlarm,
    why: 'Under full jitter the number of N delays in a part of the envelope is binomial with that share. A part is blamed only if the exact chance of so few is below 5e-7 divided by the number of parts looked at (4 for each retry number), so by the union bound the chance of any blame is below 5e-7. With 64 delays for each of 3 retries, an empty quarter has 0.75^64 = 1.0e-8.',
  },
  appliesTo: whenItRetries,
  delays: delaysOf,
  observe: (trace) => backoffObservations(trace),
  decide: (observations): readonly Finding[] => {
    const all = binsOf(observations);
    const level = allowedFalseAlarm / (parts.length * Math.max(1, all.length));
    // With fewer samples even an empty quarter proves nothing.
    const bins = all.filter(({ delays }) => atMost(0, delays.length, 0.25) < level);
    return bins.flatMap((bin): readonly Finding[] => {
      const counts = parts.map((part) => countIn(bin, part)).sort((a, b) => a.chance - b.chance);
      const { retry, envelopeMs, delays } = bin;
      const common = { retry, envelopeMs, samples: delays.length, leastMs: delays[0] ?? 0, mostMs: delays.at(-1) ?? 0 };
      const [rarest] = counts;
      if (rarest === undefined || rarest.chance >= level)
        return showsEqualJitter(bin) ? [{ held: true, evidence: someEvidence(bin), facts: common }] : [];
      const { part, found } = rarest;
      const facts = { ...common, part: part.part, found, meant: Math.round(part.share * delays.length) };
      return [{ held: false, evidence: someEvidence(bin), facts }];
    });
  },
};
