/** How an outcome tells its caller of a rate limit: Appendix B with the code of Appendix C, alone or behind a prefix. */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { OutcomeEvent } from '../../../harness/model/trace.ts';

const code = /(?:^|_)RATE_LIMITED$/;

export const errorOf = (outcome: OutcomeEvent | undefined): JsonObject | undefined => {
  if (outcome?.result.kind !== 'error') return undefined;
  const { error } = outcome.result;
  return error !== null && typeof error === 'object' && !Array.isArray(error) ? (error as JsonObject) : undefined;
};

export const saysRateLimited = (error: JsonObject | undefined): boolean =>
  typeof error?.code === 'string' && code.test(error.code);
