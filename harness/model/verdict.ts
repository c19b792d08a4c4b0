/** What a rule saw, and what it amounts to. */
import type { JsonObject } from './json.ts';

/** Points at the events that show it, so that a reader can look. */
export interface Evidence {
  readonly case: string;
  readonly seqs: readonly number[];
}

/** What a rule took from one trace; `decide` turns observations into findings. */
export interface Observation {
  readonly evidence: Evidence;
  readonly facts: JsonObject;
}

/** One answer of a rule. Facts are data; `reports/wording.ts` makes the sentence. */
export interface Finding {
  readonly held: boolean;
  readonly evidence: readonly Evidence[];
  readonly facts: JsonObject;
}

export type NotVerifiedReason =
  | 'not-exercised'
  | 'precondition-unmet'
  | 'insufficient-evidence'
  | 'no-probe'
  | 'disabled'
  | 'timeout';

export type VerdictKind = 'pass' | 'fail' | 'not-verified' | 'not-applicable' | 'harness-error';

/** The raw verdict; overlays (waived, attested) stand beside it and never replace it. */
export type Verdict =
  | { readonly verdict: 'pass' | 'fail' }
  | { readonly verdict: 'not-verified'; readonly reason: NotVerifiedReason; readonly next: string }
  | { readonly verdict: 'not-applicable' | 'harness-error'; readonly because: string };

/** Delays before the same retry, over all cases of a run, and the bound that each of them should keep. */
export interface DelaySamples {
  /** 0 for the first retry. */
  readonly retry: number;
  readonly boundMs: number;
  /** Ascending. Of many, some at equal distances in this order, the least and the longest among them. */
  readonly delaysMs: readonly number[];
  /** How many there were in all. */
  readonly of: number;
}

/** A rule over all traces of a run. `exercised` counts the findings, held or broken; `struck` the faults behind them. */
export interface RuleVerdict {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly exercised: number;
  /** Cases in which the rule found something to judge. */
  readonly cases: number;
  readonly struck: { readonly [fault: string]: number };
  readonly broken: readonly Finding[];
  readonly delays?: readonly DelaySamples[];
}
