/**
 * The JSON Schema (draft-07) of `compliance.json`, version 1. Fields may be added within a version; one that goes or
 * changes its meaning makes a new version.
 */

const text = { type: 'string' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const list = <T>(items: T) => ({ type: 'array', items }) as const;
const oneOf = <const T extends readonly string[]>(...values: T) => ({ enum: values }) as const;
const mapOf = <T>(values: T) => ({ type: 'object', additionalProperties: values }) as const;

/** Every property is required but the optional ones; no other is allowed. */
const record = (required: { readonly [name: string]: unknown }, optional: { readonly [name: string]: unknown } = {}) =>
  ({
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  }) as const;

/** Every property is required, and others are allowed. */
const atLeast = (required: { readonly [name: string]: unknown }) =>
  ({ type: 'object', required: Object.keys(required), properties: required }) as const;

const verdict = oneOf('pass', 'fail', 'not-verified', 'not-applicable', 'harness-error');
const reason = oneOf('not-exercised', 'precondition-unmet', 'insufficient-evidence', 'no-probe', 'disabled', 'timeout');
const level = oneOf('must', 'should');

const counts = record({
  pass: whole,
  fail: whole,
  'not-verified': whole,
  'not-applicable': whole,
  'harness-error': whole,
});

const clause = record(
  {
    ref: text,
    line: { type: 'integer', minimum: 1 },
    level,
    text,
    methods: list(oneOf('behaviour', 'inspection', 'attestation')),
    verdict,
    rules: list(text),
    exercised: whole,
  },
  {
    reason,
    because: text,
    next: text,
    overlay: record({ kind: oneOf('waived', 'attested'), by: text, until: text, note: text }),
    derivedFrom: list(text),
  },
);

const finding = record({
  held: { type: 'boolean' },
  evidence: list(record({ case: text, seqs: list(whole) })),
  facts: { type: 'object' },
  message: text,
  expected: text,
  observed: text,
});

const plan = record({
  scenario: text,
  seed: { type: 'integer' },
  actions: list(atLeast({ kind: text })),
  faults: list(atLeast({ fault: text, params: { type: 'object' }, on: { type: 'object' } })),
});

/** Each type of event has fields of its own, which traces document; these all have. */
const event = atLeast({ seq: whole, at: { type: 'number' }, type: text });

const counterexample = record(
  {
    replay: text,
    case: text,
    plan,
    steps: list(text),
    events: list(event),
    confirmed: oneOf('fresh-process', 'history', 'not-confirmed'),
    shrinks: whole,
  },
  { prefix: list(text) },
);

const rule = record(
  {
    id: text,
    statement: text,
    topic: text,
    card: record({ asks: text, tested: text, fails: text, fix: text, source: text }),
    advice: { type: 'boolean' },
    verdict,
    exercised: whole,
    cases: whole,
    struck: mapOf(whole),
    findings: list(finding),
    brokenInAll: whole,
  },
  {
    reason,
    because: text,
    next: text,
    counterexample,
    falseAlarm: record({ probability: { type: 'number', maximum: 1e-6 }, why: text }),
  },
);

const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;

const overlayEntry = record(
  {
    kind: oneOf('attested', 'waived'),
    clause: text,
    by: text,
    until: day,
    note: text,
    evidence: list(text),
    state: oneOf(
      'in-force',
      'expired',
      'void',
      'stale',
      'contradicted',
      'not-allowed',
      'future',
      'superseded',
      'not-needed',
    ),
    file: text,
    line: { type: 'integer', minimum: 1 },
  },
  { date: day, changed: list(text) },
);

const overlays = record({
  today: day,
  attestations: list(overlayEntry),
  waivers: list(overlayEntry),
  problems: list(overlayEntry),
  secrets: list(record({ name: text }, { rotated: day, days: { type: 'integer' }, owner: text })),
});

/** What it holds of the contract grows with what contracts can say, so other fields are allowed. */
const integration = atLeast({
  service: text,
  type: oneOf('output-only', 'bidirectional', 'input-only'),
  contract: text,
  providers: list(atLeast({ id: text, idempotency: oneOf('conflict', 'same-reply', 'none') })),
  policy: record(
    { maxRetries: whole, baseDelayMs: whole, maxDelayMs: whole, attemptTimeoutMs: whole },
    { deadlineMs: whole },
  ),
  operations: mapOf({ type: 'object' }),
  secrets: list(record({ name: text, of: text, use: oneOf('credential', 'webhook', 'oauth') })),
  probes: list(text),
});

export const complianceSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Gauntlet compliance report',
  ...record(
    {
      schemaVersion: { const: 1 },
      tool: record({ name: { const: 'gauntlet' }, version: text }),
      standard: record({ id: text, title: text }, { sections: list(record({ ref: text, title: text })) }),
      integration,
      run: record(
        {
          id: text,
          seed: { type: 'integer' },
          cases: whole,
          clock: oneOf('virtual', 'real'),
          toleranceMs: { type: 'number', minimum: 0 },
          startedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}' },
          durationMs: { type: 'number', minimum: 0 },
        },
        {
          planned: whole,
          heldUp: whole,
          clockObstacle: oneOf('no-agent', 'several-processes', 'child-at-work'),
          void: text,
        },
      ),
      summary: record({ must: counts, should: counts }),
      gate: record({
        level: oneOf('must', 'should', 'none'),
        met: { type: 'boolean' },
        exitCode: { enum: [0, 1, 2, 3, 4] },
        because: text,
      }),
      clauses: list(clause),
      rules: list(rule),
      surface: record({
        unclaimed: mapOf(whole),
        complaints: mapOf(whole),
        unstruck: mapOf(whole),
        harnessErrors: list(text),
        envRead: list(text),
      }),
    },
    {
      backoff: list(
        record({
          retry: whole,
          boundMs: { type: 'number', minimum: 0 },
          delaysMs: list({ type: 'number' }),
          of: whole,
        }),
      ),
      overlays,
    },
  ),
} as const;
