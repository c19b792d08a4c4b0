/** How a finding of one rule is told. Facts are the finding's own data; each answer is one plain sentence. */
import type { JsonObject } from '../../harness/model/json.ts';

export interface Wording {
  /** What went wrong, naming the parameters that matter. */
  message(facts: JsonObject): string;
  /** What would have passed. */
  expected(facts: JsonObject): string;
  observed(facts: JsonObject): string;
}
