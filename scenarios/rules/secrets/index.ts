import type { Rule } from '../../../harness/ports/rule.ts';
import { certificateIsVerified } from './certificate-is-verified.ts';
import { errorMessageSanitised } from './error-message-sanitised.ts';
import { maskedSecretNotLogged } from './masked-secret-not-logged.ts';
import { oauthTokenNotLogged } from './oauth-token-not-logged.ts';
import { personalDataNotLogged } from './personal-data-not-logged.ts';
import { requestBodyNotLogged } from './request-body-not-logged.ts';
import { secretFromEnvironment } from './secret-from-environment.ts';
import { secretNotInRequestBody } from './secret-not-in-request-body.ts';
import { secretNotInUrl } from './secret-not-in-url.ts';
import { secretNotInUserError } from './secret-not-in-user-error.ts';
import { secretNotLogged } from './secret-not-logged.ts';

export const secretRules: readonly Rule[] = [
  secretFromEnvironment,
  secretNotInUrl,
  secretNotInRequestBody,
  secretNotLogged,
  maskedSecretNotLogged,
  requestBodyNotLogged,
  personalDataNotLogged,
  errorMessageSanitised,
  oauthTokenNotLogged,
  secretNotInUserError,
  certificateIsVerified,
];
