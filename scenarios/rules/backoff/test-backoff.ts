/** Runs of many cases in an outage, for the tests of the back-off rules, with delays drawn from a seeded generator. */
import type { RetryPolicy } from '../../../harness/model/integration-facts.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import { abort, after, failed, perform, reply, request, type Step, stall, testFacts, trace } from '../../test-trace.ts';

/** Numbers in [0, 1). */
export type Random = () => number;

/** Mulberry32: small, and good enough to draw delays. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Ms before retry number `retry` (0 for the first). */
export type Backoff = (retry: number, random: Random, previousMs: number) => number;

const base = 1000;
const bound = (retry: number): number => Math.min(60_000, base * 2 ** retry);

/** What the standard asks for, rounded as integrations round. */
export const fullJitter = {
  down: (retry, random) => Math.floor(random() * bound(retry)),
  up: (retry, random) => Math.ceil(random() * bound(retry)),
  nearest: (retry, random) => Math.round(random() * bound(retry)),
  /** Node makes 1 ms of 0, and got fires 1 ms late. */
  late: (retry, random) => Math.max(1, Math.floor(random() * bound(retry))) + 1,
} satisfies { [name: string]: Backoff };

export const otherBackoff = {
  none: () => 0,
  constant: () => base,
  doubling: (retry) => bound(retry),
  noGrowth: (_, random) => Math.floor(random() * base),
  linear: (retry, random) => Math.floor(random() * base * (retry + 1)),
  equalJitter: (retry, random) => Math.floor(bound(retry) / 2 + (random() * bound(retry)) / 2),
  /** As got does. */
  upwardJitter: (retry, random) => Math.floor(bound(retry) + random() * 100),
  /** As openai and @anthropic-ai/sdk do: up to a quarter less, and half the base. */
  downwardJitter: (retry, random) => Math.floor((bound(retry) / 2) * (1 - random() * 0.25)),
  /** AWS: random(base, previous × 3). */
  decorrelated: (_, random, previousMs) => Math.floor(base + random() * (Math.max(base, previousMs) * 3 - base)),
  smallBase: (retry, random) => Math.floor((random() * bound(retry)) / 5),
  largeBase: (retry, random) => Math.floor(random() * bound(retry) * 5),
} satisfies { [name: string]: Backoff };

export interface OutageSpec {
  readonly cases?: number;
  readonly seed?: number;
  readonly policy?: Partial<RetryPolicy>;
  readonly clock?: 'virtual' | 'real';
  /** Fails by timeout and not with 503. */
  readonly hanging?: boolean;
  /** For how long (ms) the machine let nothing run before this attempt (0 for the first) of this case. */
  readonly heldUp?: (attempt: number, index: number) => number;
}

/** One trace for each case: every attempt that the policy allows fails. */
export const outage = (backoff: Backoff, spec: OutageSpec = {}): readonly Trace[] => {
  const { cases = 64, seed = 1, clock = 'virtual', hanging = false, heldUp = () => 0 } = spec;
  const policy = { ...testFacts.policy, ...spec.policy };
  const random = seeded(seed);
  const failing: readonly Step[] = hanging ? [after(10_000), abort()] : [reply(503)];
  return Array.from({ length: cases }, (_, index) => {
    const events: Step[] = [perform()];
    let delayMs = 0;
    for (let attempt = 0; attempt <= policy.maxRetries; attempt += 1) {
      const heldUpMs = heldUp(attempt, index);
      if (heldUpMs > 0) events.push(after(heldUpMs), stall(heldUpMs));
      events.push(request({ key: 'k' }), ...failing);
      if (attempt === policy.maxRetries) break;
      delayMs = backoff(attempt, random, delayMs);
      events.push(after(delayMs));
    }
    events.push(failed());
    return trace({ case: `lasting-outage#${index}`, seed: index, facts: { policy }, clock, events });
  });
};
