/** A small report with one of everything, for the tests of formats: what subject and provider said is hostile. */
import type { ClauseRow, Report, RuleRow } from '../harness/model/report.ts';
import type { RequestEvent } from '../harness/model/trace.ts';

const hostile = '</script><img src=x onerror=alert(1)>';

const rule = (id: string, verdict: RuleRow['verdict'], more: Partial<RuleRow> = {}): RuleRow => ({
  id,
  statement: `The integration keeps ${id}.`,
  topic: 'retry',
  card: { asks: 'asks', tested: 'tested', fails: 'fails', fix: 'send the same key again', source: 'STD-17-01 §3.4' },
  advice: false,
  verdict,
  exercised: 0,
  cases: 0,
  struck: {},
  findings: [],
  brokenInAll: 0,
  ...more,
});

const clause = (
  ref: string,
  line: number,
  verdict: ClauseRow['verdict'],
  more: Partial<ClauseRow> = {},
): ClauseRow => ({
  ref,
  line,
  level: 'must',
  text: `Clause ${ref}.${line}.`,
  methods: ['behaviour'],
  verdict,
  rules: [],
  exercised: 0,
  ...more,
});

const request = (seq: number, at: number, number: number, idempotencyKey: string): RequestEvent => ({
  seq,
  at,
  type: 'request',
  request: number,
  action: 0,
  provider: 'shop',
  method: 'POST',
  url: 'https://api.shop.example/orders',
  headers: { authorization: 'Bearer <SHOP_KEY>', host: '127.0.0.1:1', 'idempotency-key': idempotencyKey },
  body: JSON.stringify({ name: hostile }),
  reading: {
    operation: 'POST /orders',
    stateChanging: true,
    idempotencyKey,
    fingerprint: 'f',
    credential: { kind: 'canary', secret: 'SHOP_KEY' },
  },
  sightings: [],
});

const overlay = { kind: 'waived', by: 'ana', until: '2027-01-01', note: 'vendor bug' } as const;

export const testReport: Report = {
  schemaVersion: 1,
  tool: { name: 'gauntlet', version: '0.1.0' },
  standard: {
    id: 'STD-17-01',
    title: 'Integration Standards',
    sections: [{ ref: '3.4', title: 'Retry Logic Checklist' }],
  },
  integration: {
    service: 'shop',
    type: 'output-only',
    providers: [],
    policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
    operations: {},
    secrets: [{ name: 'SHOP_KEY', of: 'shop.apiKey', use: 'credential' }],
    probes: [],
    secretCarriers: [],
    contract: 'shop.contract.ts',
  },
  run: {
    id: 'run-7',
    seed: 7,
    cases: 96,
    clock: 'virtual',
    toleranceMs: 0,
    startedAt: '2026-11-23T10:00:00.000Z',
    durationMs: 1234.5,
  },
  summary: {
    must: { pass: 1, fail: 2, 'not-verified': 2, 'not-applicable': 1, 'harness-error': 0 },
    should: { pass: 0, fail: 1, 'not-verified': 0, 'not-applicable': 0, 'harness-error': 0 },
  },
  gate: { level: 'must', met: false, exitCode: 1, because: '1 clause fails: 3.4.1' },
  clauses: [
    clause('3.4', 1, 'fail', { rules: ['retry-keeps-idempotency-key'], exercised: 96 }),
    clause('3.4', 2, 'pass', { rules: ['server-error-retried'], exercised: 96 }),
    clause('3.4', 3, 'fail', { overlay }),
    clause('3.4', 4, 'not-verified', { reason: 'no-probe', next: 'return deadLetters from start()' }),
    clause('3.6', 1, 'not-applicable', { because: 'it receives no webhooks' }),
    clause('4.2', 1, 'fail', { level: 'should' }),
    clause('4.4', 1, 'not-verified', { reason: 'disabled', next: 'check it by hand' }),
  ],
  rules: [
    rule('retry-keeps-idempotency-key', 'fail', {
      exercised: 96,
      cases: 90,
      struck: { 'lost-reply': 96 },
      brokenInAll: 41,
      findings: [
        {
          held: false,
          evidence: [{ case: 'retries#3', seqs: [1, 5] }],
          facts: { body: hostile },
          message: `The retry of a POST carried another key ${hostile}.`,
          expected: 'the key of the first attempt',
          observed: `\u001b[31mred\u001b[0m \u202egnp.exe ${hostile}`,
        },
      ],
      counterexample: {
        replay: 'gauntlet replay .gauntlet/run-7/shop retry-keeps-idempotency-key',
        case: 'retries#3',
        plan: { scenario: 'retries', seed: 7, actions: [], faults: [] },
        steps: ['create_order', 'on its 1st request: lose the reply'],
        confirmed: 'fresh-process',
        shrinks: 12,
        events: [
          {
            seq: 0,
            at: 0,
            type: 'action',
            action: 0,
            does: {
              kind: 'perform',
              operation: 'create_order',
              input: { name: hostile },
              user: 'u',
              correlationId: 'c',
            },
          },
          request(1, 0, 0, 'key-1'),
          { seq: 2, at: 1204, type: 'fault', planned: 0, fault: 'lost-reply', request: 0, acted: true },
          { seq: 3, at: 1204, type: 'silence', request: 0, silence: 'reset' },
          {
            seq: 4,
            at: 1204,
            type: 'log',
            action: 0,
            stream: 'stdout',
            text: `\u001b]0;owned\u0007${hostile}\u001b[2J`,
            sightings: [{ secret: 'SHOP_KEY', form: 'masked', where: 'text' }],
          },
          request(5, 1904, 1, 'key-2'),
          {
            seq: 6,
            at: 1904,
            type: 'reply',
            request: 1,
            status: 201,
            headers: {},
            body: '{}',
            reading: { class: 'success' },
            sightings: [],
          },
          { seq: 7, at: 1904, type: 'outcome', action: 0, result: { kind: 'ok', value: null }, sightings: [] },
        ],
      },
    }),
    rule('server-error-retried', 'pass', { exercised: 96, cases: 96, struck: { 'server-error': 141 } }),
    rule('lost-connection-retried', 'not-verified', { advice: true, reason: 'not-exercised', next: 'run more cases' }),
  ],
  backoff: [
    { retry: 0, boundMs: 1000, delaysMs: [3, 420, 988], of: 3 },
    { retry: 1, boundMs: 2000, delaysMs: [120, 1500, 2600], of: 90 },
  ],
  surface: {
    unclaimed: { 'telemetry.example:443': 2 },
    complaints: { [hostile]: 1 },
    unstruck: { hang: 3 },
    harnessErrors: [],
    envRead: ['SHOP_KEY'],
  },
};
