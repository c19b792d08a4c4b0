/**
 * STD-17-01, Integration Standards, clause by clause, with the rules that decide each. Levels follow the wording:
 * "must" and the checklists are MUST, "should" and "recommended" are SHOULD.
 */
import type { Clause, Level, Method, Standard } from '../../harness/model/standard.ts';

type Body = Omit<Clause, 'ref' | 'line' | 'level'> & { readonly level?: Level };

const section = (ref: string, level: Level, ...bodies: readonly Body[]): readonly Clause[] =>
  bodies.map((body, index) => ({ ref, line: index + 1, level, ...body }));

/** Decided by what the integration does: every rule has to hold. */
const seen = (text: string, ...rules: readonly string[]): Body => ({
  text,
  methods: ['behaviour'],
  decidedBy: { all: rules },
});

/** No rule decides it: repository or people have to be asked. */
const unseen = (text: string, ...methods: readonly Method[]): Body => ({ text, methods, decidedBy: { all: [] } });

/** Decided by what lies in the repository. */
const inspected = (text: string, ...rules: readonly string[]): Body => ({
  text,
  methods: ['inspection'],
  decidedBy: { all: rules },
});

/** As above; where the repository does not show it, people can. */
const inspectedOrAttested = (text: string, ...rules: readonly string[]): Body => ({
  text,
  methods: ['inspection', 'attestation'],
  decidedBy: { all: rules },
});

/** A machine can show that it does not hold, never that it does. */
const refutable = (text: string, ...rules: readonly string[]): Body => ({
  text,
  methods: ['behaviour', 'attestation'],
  decidedBy: { all: rules },
  refuteOnly: true,
});

const derived = (text: string, method: Method, ...derivedFrom: readonly string[]): Body => ({
  text,
  methods: [method],
  decidedBy: { all: [] },
  derivedFrom,
});

const webhooks = (body: Body): Body => ({ ...body, onlyFor: ['bidirectional', 'input-only'] });

const asked = (when: string, text: string): Body => ({
  text,
  methods: ['attestation'],
  decidedBy: { all: [] },
  notInRun: `a question of the ${when} review, not of a run`,
});

const lines = (ref: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${ref}.${index + 1}`);

const mandatoryFields = ['log-timestamp', 'log-level', 'log-service', 'log-operation', 'log-request-id'];
const retryFields = ['log-idempotency-key', 'log-retry-attempt', 'log-max-retries'];
const httpFields = ['log-status-code', 'log-error-code', 'log-duration-ms'];

export const std1701: Standard = {
  id: 'STD-17-01',
  title: 'Integration Standards',
  sections: [
    { ref: '1.1', title: 'Storage Rules' },
    { ref: '1.2', title: 'Transmission Rules' },
    { ref: '1.3', title: 'Logging Rules' },
    { ref: '1.4', title: 'Access Control Rules' },
    { ref: '1.5', title: 'Rotation Rules' },
    { ref: '2.1', title: 'Mandatory Fields' },
    { ref: '2.2', title: 'Required for Retryable Operations' },
    { ref: '2.3', title: 'Required for HTTP Errors' },
    { ref: '2.4', title: 'Optional but Recommended' },
    { ref: '2.5', title: 'Prohibited Fields' },
    { ref: '3.1', title: 'Pre-Development Checklist' },
    { ref: '3.2', title: 'Secret Management Checklist' },
    { ref: '3.3', title: 'Error Handling Checklist' },
    { ref: '3.4', title: 'Retry Logic Checklist' },
    { ref: '3.5', title: 'Rate Limit Handling Checklist' },
    { ref: '3.6', title: 'Webhook Security Checklist' },
    { ref: '3.7', title: 'Testing Checklist' },
    { ref: '3.8', title: 'Documentation Checklist' },
    { ref: '4.1', title: 'When to Retry' },
    { ref: '4.2', title: 'Backoff Calculation' },
    { ref: '4.3', title: 'Idempotency Key Decision' },
    { ref: '4.4', title: 'Webhook Verification Steps' },
    { ref: '4.5', title: 'Log Level Selection' },
    { ref: '5.1', title: 'New Integration Review' },
    { ref: '5.2', title: 'Periodic Review (Quarterly)' },
    { ref: '5.3', title: 'Post-Incident Review' },
    { ref: 'A', title: 'Environment Variable Template' },
    { ref: 'B', title: 'Standard Error Response Format' },
    { ref: 'C', title: 'Common Integration Errors' },
  ],
  clauses: [
    ...section(
      '1.1',
      'must',
      seen(
        'Store all secrets in environment variables or a dedicated secrets manager (Convex env vars, Doppler, or Infisical).',
        'secret-from-environment',
        'webhook-secret-from-environment',
      ),
      inspected(
        'Include `.env` in `.gitignore` before adding any environment file to the project.',
        'env-file-ignored',
        'env-file-ignored-first',
      ),
      inspected(
        'Create `.env.example` documenting all required environment variables with placeholder values, not real secrets.',
        'env-example-complete',
        'env-example-placeholders-only',
      ),
      inspected(
        'Never commit secrets to Git under any circumstances, including private repositories.',
        'secret-not-in-history',
      ),
      inspected('Never store secrets in code, comments, configuration files, or documentation.', 'secret-not-in-code'),
      inspectedOrAttested(
        'Never use the same secrets for development and production environments.',
        'environments-use-different-secrets',
      ),
    ),
    ...section(
      '1.2',
      'must',
      unseen('Never share secrets via Slack, email, Discord, or other chat platforms.', 'attestation'),
      unseen(
        "Use a secrets manager's secure sharing features or transmit secrets in person when onboarding team members.",
        'attestation',
      ),
      seen(
        'Never include secrets in URLs, query parameters, or request bodies that might be logged.',
        'secret-not-in-url',
        'secret-not-in-request-body',
      ),
    ),
    ...section(
      '1.3',
      'must',
      seen('Never log secrets, even partially masked.', 'secret-not-logged', 'masked-secret-not-logged'),
      seen('Never log request bodies that may contain credentials or tokens.', 'request-body-not-logged'),
      seen('Sanitize error messages before logging to remove any embedded credentials.', 'error-message-sanitised'),
    ),
    ...section(
      '1.4',
      'must',
      unseen(
        'Enable MFA on all accounts with access to production secrets (Convex dashboard, secrets manager, cloud accounts).',
        'attestation',
      ),
      unseen('Rotate secrets when team members with access leave the organization.', 'attestation'),
      unseen('Maintain a record of which team members have access to which secrets.', 'attestation'),
    ),
    ...section(
      '1.5',
      'must',
      unseen('Rotate secrets immediately upon suspected compromise.', 'attestation'),
      unseen('Rotate secrets when team members with access depart.', 'attestation'),
      { ...unseen('Rotate high-value credentials (primary API keys) annually.', 'attestation'), level: 'should' },
    ),
    ...section(
      '2.1',
      'must',
      seen('`timestamp` (ISO 8601 string): when the error occurred, in UTC.', 'log-timestamp'),
      seen('`level`: `ERROR` for failures, `WARN` for transient issues.', 'log-level'),
      seen('`service` (string): the external service name (e.g., `linear`, `openai`).', 'log-service'),
      seen('`operation` (string): what was being attempted (e.g., `create_task`).', 'log-operation'),
      seen('`request_id` (string): unique identifier for this request.', 'log-request-id'),
    ),
    ...section(
      '2.2',
      'must',
      seen('`idempotency_key` (string): the idempotency key if applicable.', 'log-idempotency-key'),
      seen('`retry_attempt` (number): which retry attempt (0 for first try).', 'log-retry-attempt'),
      seen('`max_retries` (number): maximum retries configured.', 'log-max-retries'),
    ),
    ...section(
      '2.3',
      'must',
      seen('`status_code` (number): HTTP status code received.', 'log-status-code'),
      seen('`error_code` (string): API-specific error code if available.', 'log-error-code'),
      seen('`duration_ms` (number): request duration in milliseconds.', 'log-duration-ms'),
    ),
    ...section(
      '2.4',
      'should',
      seen('`correlation_id` (string): ID linking related operations.', 'log-correlation-id'),
      seen('`user_id` (string): user who initiated the operation.', 'log-user-id'),
      seen('`rate_limit_remaining` (number): remaining API quota if available.', 'log-rate-limit-remaining'),
    ),
    ...section(
      '2.5',
      'must',
      seen('Error logs never include API keys, tokens, or credentials.', 'secret-not-logged'),
      seen('Error logs never include full request bodies containing user content.', 'request-body-not-logged'),
      seen('Error logs never include PII (personally identifiable information).', 'personal-data-not-logged'),
      seen('Error logs never include OAuth tokens or refresh tokens.', 'oauth-token-not-logged'),
    ),
    ...section(
      '3.1',
      'must',
      inspected('Integration type identified (output-only, bidirectional, input-only).', 'integration-type-identified'),
      unseen('External API documentation reviewed and understood.', 'attestation'),
      {
        ...inspectedOrAttested('Rate limits documented and understood.', 'rate-limits-documented'),
        refuteOnly: true,
      },
      refutable(
        'Authentication method confirmed (API key, OAuth, webhook secret).',
        'secret-from-environment',
        'webhook-secret-from-environment',
      ),
      inspected('Required secrets identified and documented in `.env.example`.', 'env-example-complete'),
    ),
    ...section(
      '3.2',
      'must',
      {
        ...seen(
          'Secrets stored in environment variables, not in code.',
          'secret-from-environment',
          'webhook-secret-from-environment',
          'secret-not-in-code',
        ),
        methods: ['behaviour', 'inspection'],
      },
      inspected('`.env` is in `.gitignore`.', 'env-file-ignored'),
      inspected(
        '`.env.example` created with all required variables (placeholder values only).',
        'env-example-complete',
        'env-example-placeholders-only',
      ),
      inspectedOrAttested(
        'Development and production use different credentials.',
        'environments-use-different-secrets',
      ),
      unseen('MFA enabled on accounts with secret access.', 'attestation'),
    ),
    ...section(
      '3.3',
      'must',
      seen(
        'All HTTP errors are caught and classified (transient/permanent/user-actionable).',
        'failure-is-returned',
        'retryable-matches-failure',
      ),
      seen('Error logs include all mandatory fields from Part 2.', ...mandatoryFields, ...retryFields, ...httpFields),
      refutable(
        'User-facing error messages are specific, actionable, and non-technical.',
        'user-message-non-technical',
        'user-message-distinguishes-failures',
      ),
      seen('No secrets or sensitive data appear in logs.', 'secret-not-logged', 'secret-not-in-user-error'),
      {
        text: 'Escalation path defined for failed operations.',
        methods: ['behaviour', 'inspection', 'attestation'],
        decidedBy: { any: ['dead-letter-alerts', 'runbook-resolves-issues'] },
      },
    ),
    ...section(
      '3.4',
      'must',
      seen(
        'Idempotency keys generated for all state-changing operations.',
        'write-carries-idempotency-key',
        'retry-keeps-idempotency-key',
        'operations-have-distinct-keys',
        'one-effect-per-operation',
        'replay-conflict-is-success',
      ),
      seen('Exponential backoff implemented with jitter.', 'backoff-has-jitter', 'backoff-grows'),
      refutable(
        'Max retry count appropriate for operation type (see DD-17-01 §3.3).',
        'retries-within-declared',
        'declared-retries-sane',
      ),
      seen('Permanent errors (4xx) do not trigger retries.', 'permanent-error-not-retried'),
      seen('Dead letter queue captures operations that exhaust retries.', 'dead-letter-on-exhaustion'),
    ),
    ...section(
      '3.5',
      'must',
      seen('429 responses detected and handled appropriately.', 'rate-limit-detected'),
      seen('Retry-After header honored when present.', 'retry-after-honoured'),
      seen('X-RateLimit-Remaining tracked for proactive limiting (if available).', 'remaining-tracked'),
      seen('Batch operations paced to stay within limits.', 'batch-paced'),
      seen('User notification implemented for rate-limited operations.', 'user-notified-of-rate-limit'),
    ),
    ...section(
      '3.6',
      'must',
      webhooks(
        seen(
          'Signature verification implemented using raw request body.',
          'good-delivery-accepted',
          'bad-signature-refused',
          'refused-delivery-has-no-effect',
          'signature-over-raw-body',
          'refusal-keeps-secrets',
        ),
      ),
      webhooks(seen('Webhook secret stored in environment variable.', 'webhook-secret-from-environment')),
      webhooks(
        seen(
          'Timestamp validation rejects webhooks older than 5 minutes.',
          'stale-delivery-refused',
          'fresh-delivery-accepted',
        ),
      ),
      webhooks(
        seen(
          'Idempotent processing handles duplicate deliveries.',
          'duplicate-has-one-effect',
          'acknowledged-work-completes',
        ),
      ),
      webhooks(
        seen(
          'Endpoint returns 200 within 20 seconds (heavy work is async).',
          'delivery-answered-in-time',
          'acknowledged-work-completes',
        ),
      ),
    ),
    ...section(
      '3.7',
      'must',
      inspectedOrAttested('Unit tests cover success and failure cases.', 'tests-cover-success-and-failure'),
      inspectedOrAttested('Tests verify retry logic triggers on 5xx and 429.', 'tests-cover-retries'),
      inspectedOrAttested('Tests verify idempotent processing of duplicates.', 'tests-cover-duplicates'),
      webhooks(
        inspectedOrAttested('Webhook tests verify signature validation (valid and invalid).', 'tests-cover-signatures'),
      ),
      unseen('Manual verification completed against real API (staging if available).', 'attestation'),
    ),
    ...section(
      '3.8',
      'must',
      inspectedOrAttested('README documents the integration purpose and configuration.', 'readme-explains-integration'),
      inspected('Required environment variables documented in `.env.example`.', 'env-example-complete'),
      inspectedOrAttested('API rate limits and quotas documented.', 'rate-limits-documented'),
      inspectedOrAttested('Error codes and their meanings documented.', 'error-codes-documented'),
      inspectedOrAttested('Runbook documents common issues and resolution steps.', 'runbook-resolves-issues'),
    ),
    ...section(
      '4.1',
      'must',
      seen("2xx: success, don't retry.", 'success-not-retried'),
      seen("400, 401, 403, 404, 422: permanent error, don't retry.", 'permanent-error-not-retried'),
      seen('429: rate limited, retry after Retry-After delay.', 'rate-limit-retried', 'retry-after-honoured'),
      seen('500, 502, 503, 504: server error, retry with backoff.', 'server-error-retried'),
      seen(
        'Timeout: retry with backoff (use idempotency key).',
        'timeout-retried',
        'attempt-times-out',
        'retry-keeps-idempotency-key',
        'one-effect-per-operation',
      ),
    ),
    ...section(
      '4.2',
      'should',
      seen(
        '`delay = random(0, min(max_delay, base_delay × 2^attempt))`.',
        'backoff-within-envelope',
        'backoff-starts-from-zero',
      ),
      seen('`base_delay`: 1000ms.', 'backoff-base'),
      seen('`max_delay`: 30000ms (LLM), 60000ms (other).', 'backoff-cap'),
    ),
    ...section(
      '4.3',
      'should',
      seen('New operation: `crypto.randomUUID()`.', 'new-key-is-uuid'),
      seen(
        'Detecting duplicates: `hash(user + operation + params)`.',
        'content-key-is-stable',
        'content-key-separates-users',
      ),
      seen('Expiration: 24 hours.', 'key-holds-for-24-hours'),
    ),
    ...section(
      '4.4',
      'must',
      webhooks(seen('Get raw body (before JSON parse).', 'signature-over-raw-body', 'good-delivery-accepted')),
      webhooks(seen('Get signature from header.', 'good-delivery-accepted')),
      webhooks(seen('Compute HMAC-SHA256(body, secret).', 'bad-signature-refused', 'good-delivery-accepted')),
      webhooks({
        ...seen('Compare signatures (timing-safe).', 'comparison-is-timing-safe', 'digest-not-compared-with-equals'),
        // Code in another language cannot be seen at work.
        methods: ['behaviour', 'inspection', 'attestation'],
        refutedBy: ['digest-not-compared-with-equals'],
      }),
      webhooks(seen('Check timestamp ≤ 5 minutes old.', 'stale-delivery-refused')),
    ),
    ...section(
      '4.5',
      'must',
      seen('Operation succeeded: INFO.', 'success-logged-as-info'),
      seen('Transient failure, will retry: WARN.', 'transient-failure-logged-as-warn'),
      seen('Permanent failure: ERROR.', 'permanent-failure-logged-as-error'),
      seen('Dead letter queue entry: ERROR + alert.', 'dead-letter-logged-as-error', 'dead-letter-alerts'),
    ),
    ...section(
      '5.1',
      'must',
      derived(
        'Secrets Audit: verify no secrets in codebase (search for common patterns).',
        'inspection',
        '1.1.4',
        '1.1.5',
      ),
      derived(
        "Logging Audit: verify logs don't contain sensitive data.",
        'behaviour',
        ...lines('1.3', 3),
        ...lines('2.5', 4),
      ),
      derived(
        'Checklist Complete: all items in Part 3 checked.',
        'attestation',
        ...['3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8'].flatMap((ref) => lines(ref, 5)),
      ),
      derived('Test Coverage: all required test cases passing.', 'attestation', ...lines('3.7', 5)),
    ),
    ...section(
      '5.2',
      'must',
      asked('quarterly', 'Secret Hygiene: are any secrets older than 1 year?'),
      asked('quarterly', 'Error Patterns: are there recurring errors that indicate integration issues?'),
      asked('quarterly', 'Dead Letter Queue: are items being reviewed and resolved?'),
      asked('quarterly', 'Documentation Currency: does documentation match current behavior?'),
    ),
    ...section(
      '5.3',
      'must',
      asked('post-incident', 'Root Cause: what actually failed and why?'),
      asked('post-incident', 'Detection Time: how long until we knew about it?'),
      asked('post-incident', 'Recovery Time: how long until it was resolved?'),
      asked('post-incident', 'Checklist Gap: was there a standard we should have followed?'),
      asked('post-incident', 'Improvement: what changes prevent recurrence?'),
    ),
    ...section(
      'A',
      'should',
      inspected('`.env.example` follows the environment variable template.', 'env-example-form'),
    ),
    ...section(
      'B',
      'must',
      seen(
        'User-facing integration errors have `code`, `message`, `suggestion`, `retryable` and, when retryable, `retryAfter` in seconds.',
        'error-has-standard-form',
      ),
    ),
    ...section(
      'C',
      'should',
      seen('`AUTH_FAILED`: "Unable to authenticate. Please reconnect your account."', 'auth-failed-error'),
      seen('`RATE_LIMITED`: "Processing paused temporarily. Will resume automatically."', 'rate-limited-error'),
      seen(
        '`SERVICE_UNAVAILABLE`: "[Service] is temporarily unavailable. We\'ll retry automatically."',
        'service-unavailable-error',
      ),
      seen('`NOT_FOUND`: "The requested [item] was not found. Please verify it exists."', 'not-found-error'),
      seen('`PERMISSION_DENIED`: "You don\'t have permission to access this [resource]."', 'permission-denied-error'),
      seen(
        '`INVALID_REQUEST`: "[Specific field] is invalid. [What\'s wrong and how to fix]."',
        'invalid-request-error',
      ),
    ),
  ],
};
