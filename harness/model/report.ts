/** The result of a run. Every format is a pure function of it; `compliance.json` is it. */
import type { OverlayEntry, SecretAge } from './attestation.ts';
import type { ClockObstacle } from './clock-obstacle.ts';
import type { IntegrationFacts } from './integration-facts.ts';
import type { Plan } from './plan.ts';
import type { Level, Method, Section } from './standard.ts';
import type { TraceEvent } from './trace.ts';
import type { DelaySamples, Finding, NotVerifiedReason, VerdictKind } from './verdict.ts';

export interface RuleCardRow {
  readonly asks: string;
  readonly tested: string;
  readonly fails: string;
  readonly fix: string;
  readonly source: string;
}

/** The smallest plan found that still breaks the rule, and what was seen when it ran. */
export interface Counterexample {
  /** `run` on this plan again: `gauntlet replay <run> <rule>`. */
  readonly replay: string;
  readonly case: string;
  readonly plan: Plan;
  /** One line for each action and fault of the plan. */
  readonly steps: readonly string[];
  readonly events: readonly TraceEvent[];
  /** Confirmed in a process that ran nothing before. `history`: it needs the cases that ran before it (`prefix`). */
  readonly confirmed: 'fresh-process' | 'history' | 'not-confirmed';
  readonly prefix?: readonly string[];
  /** How many plans were tried to make it smaller. */
  readonly shrinks: number;
}

export interface ReportFinding extends Finding {
  readonly message: string;
  readonly expected: string;
  readonly observed: string;
}

export interface RuleRow {
  readonly id: string;
  readonly statement: string;
  readonly topic: string;
  readonly card: RuleCardRow;
  /** No clause of the standard names it: it never gates. */
  readonly advice: boolean;
  readonly verdict: VerdictKind;
  readonly reason?: NotVerifiedReason;
  readonly because?: string;
  readonly next?: string;
  readonly exercised: number;
  readonly cases: number;
  readonly struck: { readonly [fault: string]: number };
  /** Broken findings, the counterexample's first, at most 20; `brokenInAll` counts them all. */
  readonly findings: readonly ReportFinding[];
  readonly brokenInAll: number;
  readonly counterexample?: Counterexample;
  readonly falseAlarm?: { readonly probability: number; readonly why: string };
}

export interface ClauseRow {
  readonly ref: string;
  readonly line: number;
  readonly level: Level;
  readonly text: string;
  readonly methods: readonly Method[];
  readonly verdict: VerdictKind;
  readonly reason?: NotVerifiedReason;
  readonly because?: string;
  readonly next?: string;
  readonly overlay?: {
    readonly kind: 'waived' | 'attested';
    readonly by: string;
    readonly until: string;
    readonly note: string;
  };
  readonly rules: readonly string[];
  readonly derivedFrom?: readonly string[];
  /** How often its rules answered, all together: held or broken. Each of them says over how many cases. */
  readonly exercised: number;
}

export type Counts = { readonly [verdict in VerdictKind]: number };

export type GateLevel = 'must' | 'should' | 'none';

export interface Overlays {
  /** The day by which entries hold or have expired. */
  readonly today: string;
  readonly attestations: readonly OverlayEntry[];
  readonly waivers: readonly OverlayEntry[];
  /** Those of both that somebody has to look at: expired, void, stale, contradicted, not allowed, dated ahead. */
  readonly problems: readonly OverlayEntry[];
  readonly secrets: readonly SecretAge[];
}

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gauntlet'; readonly version: string };
  readonly standard: { readonly id: string; readonly title: string; readonly sections?: readonly Section[] };
  readonly integration: IntegrationFacts & {
    readonly contract: string;
    readonly commit?: string;
    /** The folder that was inspected; files of findings are relative to it. Relative to where the run was started, as the contract. */
    readonly repository?: string;
    /** On which line of the contract an operation or secret is declared; `''`: where the contract begins. */
    readonly contractLines?: { readonly [name: string]: number };
  };
  readonly run: {
    readonly id: string;
    readonly seed: number;
    readonly cases: number;
    /** Set when the run was ended before it was through: how many cases it should have had. */
    readonly planned?: number;
    readonly clock: 'virtual' | 'real';
    /** Why it was not the virtual clock, when that was tried. */
    readonly clockObstacle?: ClockObstacle;
    /** What a timing verdict allows on this clock. */
    readonly toleranceMs: number;
    readonly startedAt: string;
    readonly durationMs: number;
    /** Cases that were not judged because the machine was too busy to tell what the subject would have done. */
    readonly heldUp?: number;
    /** Set when no verdict of this run counts: the control request never reached the provider. */
    readonly void?: string;
  };
  readonly summary: { readonly must: Counts; readonly should: Counts };
  readonly gate: {
    readonly level: GateLevel;
    readonly met: boolean;
    readonly exitCode: 0 | 1 | 2 | 3 | 4;
    readonly because: string;
  };
  readonly clauses: readonly ClauseRow[];
  readonly rules: readonly RuleRow[];
  /** Delays of back-off over all cases, by retry. Absent when none was seen. */
  readonly backoff?: readonly DelaySamples[];
  readonly surface: {
    /** `host:port` of calls that no provider claims, with how often. */
    readonly unclaimed: { readonly [host: string]: number };
    /** Requests that the provider's validation refused, with how often. */
    readonly complaints: { readonly [complaint: string]: number };
    /** Faults that were planned and never struck, with how often. */
    readonly unstruck: { readonly [fault: string]: number };
    /** Cases that the harness could not carry out. */
    readonly harnessErrors: readonly string[];
    readonly envRead: readonly string[];
  };
  /** What people signed for this integration. Absent when nobody looked for it. */
  readonly overlays?: Overlays;
}
