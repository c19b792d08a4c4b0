/** What was seen of one client and one of its two calls. */
import type { Call } from './calls.ts';

export interface Evidence {
  /** The equal calls that were put through a probe; none where it was not asked. */
  calls(probe: string): readonly Call[];
  readonly all: readonly Call[];
}

export interface Question {
  readonly id: string;
  /** Heads its column. */
  readonly title: string;
  /** A word or a short fact. Says so where the trace cannot tell. */
  answer(evidence: Evidence): string;
}

export const evidenceOf = (byProbe: ReadonlyMap<string, readonly Call[]>): Evidence => ({
  calls: (probe) => byProbe.get(probe) ?? [],
  all: [...byProbe.values()].flat(),
});
