/** A rule: one yes/no proposition, judged by pure functions over traces. */
import type { Inspection } from '../model/inspection.ts';
import type { IntegrationFacts } from '../model/integration-facts.ts';
import type { RunFacts } from '../model/run-facts.ts';
import type { Trace } from '../model/trace.ts';
import type { DelaySamples, Finding, NotVerifiedReason, Observation } from '../model/verdict.ts';

/** What a run saw of an integration that its contract cannot be believed on. Absent before anything ran. */
export interface Conduct {
  /** In some case it sent a request, or tried to reach somebody. */
  readonly calls: boolean;
  /** In some case something came into its dead letter queue. */
  readonly deadLetters: boolean;
  /** In some case a request carried an idempotency key. */
  readonly keys: boolean;
  /** In some case a comparison made for signatures was seen at work. */
  readonly compares: boolean;
  /** The most that it ever printed. Only lines that are JSON objects have fields and levels to be read. */
  readonly logs: 'nothing' | 'text' | 'json';
}

/** Why a rule has nothing to say of an integration. */
export type Applicability =
  | { readonly applies: true }
  | { readonly applies: false; readonly because: string }
  /** It would apply, but the contract gives no way to see it; `next` is the line to add. */
  | { readonly applies: 'cannot-tell'; readonly reason: NotVerifiedReason; readonly next: string };

/** What `gauntlet rules <id>` and the reports say of a rule. */
export interface RuleCard {
  /** What it asks of an integration, in one sentence. */
  readonly asks: string;
  readonly tested: string;
  readonly fails: string;
  readonly fix: string;
  /** `STD-17-01 §3.5`, `RFC 9110 §10.2.3`. */
  readonly source: string;
}

export interface Rule {
  /** kebab-case, the file's own name. */
  readonly id: string;
  /** The proposition, so that "yes" is compliance: "A retry carries the idempotency key of the first attempt." */
  readonly statement: string;
  readonly topic: string;
  readonly card: RuleCard;
  appliesTo(integration: IntegrationFacts, conduct?: Conduct): Applicability;
  /** What this trace has to say; empty when the rule was not put to the test in it. */
  observe(trace: Trace): readonly Observation[];
  /** One finding for each observation, or, for statistical and cross-case rules, fewer over all of them. */
  decide(observations: readonly Observation[]): readonly Finding[];
  /** What to do when no case put it to the test, where that is more likely the integration's doing than chance. */
  readonly unseen?: string;
  /** Set for rules that decide over many traces: how many observations they need. Such rules are not shrunk. */
  readonly samples?: number;
  /** For rules about delays before retries: the delays themselves, to be drawn. */
  delays?(observations: readonly Observation[]): readonly DelaySamples[];
  /** For statistical rules: the chance that a compliant integration fails it, below 1e-6. */
  readonly falseAlarm?: { readonly probability: number; readonly why: string };
}

/** What a rule about the repository has to say: findings, or why there are none. */
export type InspectionJudgement =
  | readonly Finding[]
  | { readonly notVerified: NotVerifiedReason; readonly next: string }
  | { readonly notApplicable: string };

/** A rule about the repository: decided by what inspection found there, not by traces. */
export interface InspectionRule {
  readonly id: string;
  readonly statement: string;
  readonly topic: 'inspection';
  readonly card: RuleCard;
  /** Findings carry no evidence in traces: `file`, `line` and `commit` stand in their facts. */
  judge(inspection: Inspection, integration: IntegrationFacts, run: RunFacts): InspectionJudgement;
}
