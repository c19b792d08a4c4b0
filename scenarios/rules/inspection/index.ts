import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { digestNotComparedWithEquals } from './digest-not-compared-with-equals.ts';
import { envExampleComplete } from './env-example-complete.ts';
import { envExampleForm } from './env-example-form.ts';
import { envExamplePlaceholdersOnly } from './env-example-placeholders-only.ts';
import { envFileIgnored } from './env-file-ignored.ts';
import { envFileIgnoredFirst } from './env-file-ignored-first.ts';
import { environmentsUseDifferentSecrets } from './environments-use-different-secrets.ts';
import { errorCodesDocumented } from './error-codes-documented.ts';
import { integrationTypeIdentified } from './integration-type-identified.ts';
import { rateLimitsDocumented } from './rate-limits-documented.ts';
import { readmeExplainsIntegration } from './readme-explains-integration.ts';
import { runbookResolvesIssues } from './runbook-resolves-issues.ts';
import { secretNotInCode } from './secret-not-in-code.ts';
import { secretNotInHistory } from './secret-not-in-history.ts';
import { testsCoverDuplicates } from './tests-cover-duplicates.ts';
import { testsCoverRetries } from './tests-cover-retries.ts';
import { testsCoverSignatures } from './tests-cover-signatures.ts';
import { testsCoverSuccessAndFailure } from './tests-cover-success-and-failure.ts';

/** In the order of the standard. */
export const inspectionRules: readonly InspectionRule[] = [
  envFileIgnored,
  envFileIgnoredFirst,
  envExampleComplete,
  envExamplePlaceholdersOnly,
  secretNotInHistory,
  secretNotInCode,
  environmentsUseDifferentSecrets,
  integrationTypeIdentified,
  rateLimitsDocumented,
  testsCoverSuccessAndFailure,
  testsCoverRetries,
  testsCoverDuplicates,
  testsCoverSignatures,
  readmeExplainsIntegration,
  errorCodesDocumented,
  runbookResolvesIssues,
  digestNotComparedWithEquals,
  envExampleForm,
];
