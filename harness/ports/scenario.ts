/** A scenario: a situation worth putting an integration into, as generators of actions and faults. */
import type { Arbitrary } from 'fast-check';
import type { IntegrationFacts } from '../model/integration-facts.ts';
import type { Json } from '../model/json.ts';
import type { Action, PlannedFault } from '../model/plan.ts';
import type { Dialect } from './provider.ts';
import type { WebhookDialect } from './webhook.ts';

/** What a scenario plans with: the contract's data and the generators of its operations' inputs. */
export interface PlanningContext {
  readonly facts: IntegrationFacts;
  readonly inputs: { readonly [operation: string]: Arbitrary<Json> };
  /** The dialect of the first provider of the contract, and its id. */
  readonly provider: string;
  readonly dialect: Dialect;
  /** How the integration is told of events, and of which it makes something. */
  readonly webhook?: { readonly dialect: WebhookDialect; readonly events: readonly string[] };
}

export interface PlanBody {
  readonly actions: readonly Action[];
  readonly faults: readonly PlannedFault[];
}

export interface Scenario {
  readonly id: string;
  readonly summary: string;
  readonly topic: string;
  /** Cases in an ordinary run, unless `--cases` says otherwise. Statistical scenarios ask for more. */
  readonly cases: number;
  /** The same on the real clock, where a case is dear: a third of `cases`, and at least six, when absent. */
  readonly realCases?: number;
  /** Undefined when the integration has nothing that this scenario could exercise (no state-changing operation). */
  plans(context: PlanningContext): Arbitrary<PlanBody> | undefined;
}
