/** What a contract is verified with. Everything that can be replaced reaches the engine through here. */
import type { Standard, StandardModule } from './model/standard.ts';
import type { Catalogue } from './ports/catalogue.ts';
import type { Fault } from './ports/fault.ts';
import type { InspectionRule, Rule } from './ports/rule.ts';
import type { Scenario } from './ports/scenario.ts';
import type { DeliveryFault } from './ports/webhook.ts';

export interface Bench {
  readonly scenarios: readonly Scenario[];
  readonly rules: readonly Rule[];
  /** Judged from the integration's repository, not from traces. */
  readonly inspectionRules: readonly InspectionRule[];
  readonly faults: readonly (Fault | DeliveryFault)[];
  readonly standard: Standard;
  /** Set when it is not the usual one: a run remembers what it was made against. */
  readonly standardModule?: StandardModule;
  /** What contracts that are data can name. */
  readonly catalogue: Catalogue;
  /** URL of a module whose `bench` export is this bench: jobs run in processes of their own and load it again. */
  readonly module: string;
}
