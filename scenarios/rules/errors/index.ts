import type { Rule } from '../../../harness/ports/rule.ts';
import { authFailedError } from './auth-failed-error.ts';
import { errorHasStandardForm } from './error-has-standard-form.ts';
import { failureIsReturned } from './failure-is-returned.ts';
import { invalidRequestError } from './invalid-request-error.ts';
import { notFoundError } from './not-found-error.ts';
import { permissionDeniedError } from './permission-denied-error.ts';
import { rateLimitedError } from './rate-limited-error.ts';
import { retryableMatchesFailure } from './retryable-matches-failure.ts';
import { serviceUnavailableError } from './service-unavailable-error.ts';
import { userMessageDistinguishesFailures } from './user-message-distinguishes-failures.ts';
import { userMessageNonTechnical } from './user-message-non-technical.ts';

export const errorRules: readonly Rule[] = [
  failureIsReturned,
  errorHasStandardForm,
  retryableMatchesFailure,
  authFailedError,
  rateLimitedError,
  serviceUnavailableError,
  notFoundError,
  permissionDeniedError,
  invalidRequestError,
  userMessageNonTechnical,
  userMessageDistinguishesFailures,
];
