/** Delays that a contract scaled down for tests: what the standard recommends is meant for production. */
import type { IntegrationFacts, RetryPolicy } from '../../../harness/model/integration-facts.ts';

type Delay = 'baseDelayMs' | 'maxDelayMs';

/** What the integration does in production. */
export const productionPolicyOf = ({ policy, productionPolicy }: IntegrationFacts): RetryPolicy =>
  productionPolicy ?? policy;

/** By how much a delay of production is shorter here: 1 where nothing was scaled. */
export const scaleOf = (integration: IntegrationFacts, delay: Delay): number =>
  integration.policy[delay] / productionPolicyOf(integration)[delay];
