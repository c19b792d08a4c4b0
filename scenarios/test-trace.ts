/**
 * Small traces for the tests of rules. Each step adds an event at the current time of the case; `after(ms)` moves it.
 * What a test does not say has the defaults that stand here.
 */
import type { IntegrationFacts, OperationFacts, WebhookFacts } from '../harness/model/integration-facts.ts';
import type { Json, JsonObject } from '../harness/model/json.ts';
import type { Action, PlannedFault } from '../harness/model/plan.ts';
import type {
  AnswerEvent,
  DeliveryEvent,
  EffectEvent,
  EventBody,
  ExitEvent,
  HandshakeFailure,
  LogEvent,
  OutcomeEvent,
  ProbeEvent,
  RefusedEvent,
  ReplyClass,
  ReplyEvent,
  ReplyReading,
  RequestEvent,
  RequestReading,
  RetryAfterReading,
  SilenceEvent,
  Trace,
  TraceEvent,
} from '../harness/model/trace.ts';
import type { Rule } from '../harness/ports/rule.ts';

/** 2026-01-25T12:00:00Z, a whole minute as in every case. */
export const epochMs = Date.UTC(2026, 0, 25, 12);

export const createTask: OperationFacts = {
  stateChanging: true,
  idempotency: 'new',
  kind: 'other',
  batch: false,
  pii: ['title'],
  expectedStatuses: [],
};

export const readTask: OperationFacts = { ...createTask, stateChanging: false, idempotency: 'none', pii: [] };

/** `create_task` (new), `upsert_task` (content), `import_tasks` (batch) and `get_task` (reads) on one provider, `linear`. */
export const testFacts: IntegrationFacts = {
  service: 'linear',
  type: 'output-only',
  providers: [{ id: 'linear', idempotency: 'conflict' }],
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    create_task: createTask,
    upsert_task: { ...createTask, idempotency: 'content' },
    import_tasks: { ...createTask, batch: true },
    get_task: readTask,
  },
  secrets: [{ name: 'LINEAR_API_KEY', of: 'linear.apiKey', use: 'credential' }],
  probes: ['deadLetters', 'notifications', 'alerts'],
  secretCarriers: [],
};

/** The endpoint of the same integration: `Issue.create` leads to one effect, deliveries are signed with their time. */
export const testWebhook: WebhookFacts = {
  provider: 'linear',
  dialect: 'linear',
  secret: 'LINEAR_WEBHOOK_SECRET',
  events: ['Issue.create'],
  signsTime: true,
  toleranceMs: 300_000,
  redeliveryWindowMs: 25_260_000,
  answerTimeoutMs: 5000,
};

/** `testFacts` with that endpoint. */
export const receivingFacts: IntegrationFacts = {
  ...testFacts,
  type: 'bidirectional',
  secrets: [...testFacts.secrets, { name: 'LINEAR_WEBHOOK_SECRET', of: 'linear.webhookSecret', use: 'webhook' }],
  webhook: testWebhook,
};

/** Where the next event stands. */
interface Cursor {
  now: number;
  /** The action under way; -1 before the first. */
  action: number;
  /** The request last sent; -1 before the first. */
  request: number;
  /** The delivery last sent; -1 before the first. */
  delivery: number;
}

/** Adds one event, or only moves time. */
export type Step = (cursor: Cursor) => EventBody | undefined;

/** Lets `ms` pass. */
export const after =
  (ms: number): Step =>
  (cursor) => {
    cursor.now += ms;
    return undefined;
  };

/** The machine let nothing run for `ms`, up to now. */
export const stall =
  (ms: number): Step =>
  () => ({ type: 'stall', ms });

const action =
  (does: Action): Step =>
  (cursor) => {
    cursor.action += 1;
    return { type: 'action', action: cursor.action, does };
  };

export const perform = (
  operation = 'create_task',
  input: Json = { title: 'Water the plants' },
  who: { readonly user?: string; readonly correlationId?: string } = {},
): Step => action({ kind: 'perform', operation, input, user: 'ada', correlationId: 'c-1', ...who });

/** The action only: the time that it takes is for `after`. */
export const wait = (ms: number): Step => action({ kind: 'wait', ms });

/** An event happens at the provider. What is sent because of it are the steps `delivery` and `answer`. */
export const deliver = (event = 'Issue.create', deliveryId = 'd-1'): Step =>
  action({ kind: 'deliver', event, deliveryId, payload: {} });

/** A good first delivery of `Issue.create` under the id `d-1`, unless said otherwise. Numbers itself. */
export const delivery =
  (spec: Partial<Omit<DeliveryEvent, 'type'>> = {}): Step =>
  (cursor) => {
    cursor.delivery += 1;
    const body = spec.body ?? '{ "title": "Water the plants" }';
    return {
      type: 'delivery',
      delivery: cursor.delivery,
      action: cursor.action,
      event: 'Issue.create',
      deliveryId: 'd-1',
      attempt: 0,
      expect: 'accept',
      what: 'first delivery',
      ageMs: 0,
      headers: { 'Content-Type': 'application/json' },
      body,
      bytes: body.length,
      hangUp: false,
      ...spec,
    };
  };

/** What the endpoint did with the last delivery: a status, or no answer. */
export const answer =
  (
    how: number | Exclude<AnswerEvent['result']['kind'], 'answered'> = 200,
    spec: Partial<Omit<AnswerEvent, 'type'>> = {},
  ): Step =>
  (cursor) => ({
    type: 'answer',
    delivery: cursor.delivery,
    action: cursor.action,
    result: typeof how === 'number' ? { kind: 'answered', status: how, body: '' } : { kind: how },
    sightings: [],
    ...spec,
  });

/** It compared in constant time. */
export const compared =
  (primitive = 'crypto.timingSafeEqual'): Step =>
  () => ({ type: 'compared', with: primitive });

/** Its own code read this variable. */
export const envRead =
  (name: string): Step =>
  () => ({ type: 'env-read', name });

export interface RequestSpec extends Partial<Omit<RequestEvent, 'type' | 'reading'>> {
  /** The provider operation; `issueCreate`. */
  readonly operation?: string;
  readonly stateChanging?: boolean;
  /** The idempotency key. No key unless said. */
  readonly key?: string;
  readonly takesKey?: false;
  /** The operation and the body unless said. */
  readonly fingerprint?: string;
  readonly credential?: RequestReading['credential'];
}

/** A state-changing POST of `issueCreate` to `linear`, unless said otherwise. Numbers itself. */
export const request =
  (spec: RequestSpec = {}): Step =>
  (cursor) => {
    const {
      operation = 'issueCreate',
      stateChanging = true,
      key,
      takesKey,
      fingerprint,
      credential = { kind: 'canary', secret: 'LINEAR_API_KEY' },
      ...event
    } = spec;
    cursor.request += 1;
    const body = event.body ?? '{}';
    return {
      type: 'request',
      request: cursor.request,
      action: cursor.action,
      provider: 'linear',
      method: 'POST',
      url: 'https://api.linear.app/graphql',
      headers: { 'content-type': 'application/json', authorization: '<LINEAR_API_KEY>' },
      body,
      sightings: [],
      ...event,
      reading: {
        operation,
        stateChanging,
        fingerprint: fingerprint ?? `${operation} ${body}`,
        credential,
        ...(key === undefined ? {} : { idempotencyKey: key }),
        ...(takesKey === undefined ? {} : { takesKey }),
      },
    };
  };

/** A read: `issue`, not state-changing. */
export const read = (spec: RequestSpec = {}): Step => request({ operation: 'issue', stateChanging: false, ...spec });

const classOf = (status: number): ReplyClass => {
  if (status >= 200 && status < 300) return 'success';
  if (status === 429) return 'rate-limited';
  if ([500, 502, 503, 504].includes(status)) return 'server-error';
  return [400, 401, 403, 404, 422].includes(status) ? 'permanent' : 'other';
};

export type ReplySpec = Partial<Omit<ReplyEvent, 'type' | 'reading' | 'status'>> & Partial<ReplyReading>;

/** The reply to the last request, 200 unless said. Its class follows from the status unless said. */
export const reply =
  (status = 200, spec: ReplySpec = {}): Step =>
  (cursor) => {
    const { class: replyClass = classOf(status), errorCode, errorMessage, retryAfter, quota, stream, ...event } = spec;
    return {
      type: 'reply',
      request: cursor.request,
      status,
      headers: { 'content-type': 'application/json' },
      body: '{}',
      sightings: [],
      ...event,
      reading: {
        class: replyClass,
        ...(errorCode === undefined ? {} : { errorCode }),
        ...(errorMessage === undefined ? {} : { errorMessage }),
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(quota === undefined ? {} : { quota }),
        ...(stream === undefined ? {} : { stream }),
      },
    };
  };

/** A `Retry-After` in seconds on a reply sent at `at` ms of the case. */
export const retryAfterSeconds = (seconds: number, at = 0): RetryAfterReading => ({
  form: 'seconds',
  raw: String(seconds),
  notBefore: at + Math.max(0, seconds) * 1000,
});

/** No usable reply to the last request. */
export const silence =
  (kind: SilenceEvent['silence'] = 'reset', spec: { readonly request?: number } = {}): Step =>
  (cursor) => ({ type: 'silence', request: cursor.request, silence: kind, ...spec });

/** The integration gave the last request up. */
export const abort =
  (spec: { readonly request?: number } = {}): Step =>
  (cursor) => ({ type: 'abort', request: cursor.request, ...spec });

/** A connection that was never made, or is not to be used. */
export const refused =
  (spec: Partial<Omit<RefusedEvent, 'type'>> = {}): Step =>
  (cursor) => ({ type: 'refused', action: cursor.action, provider: 'linear', ...spec });

/** Something was sent over a connection whose certificate is bad. */
export const trusted =
  (handshake: HandshakeFailure, provider = 'linear'): Step =>
  (cursor) => ({ type: 'trusted', action: cursor.action, provider, handshake });

/** A planned fault struck the last request. */
export const fault =
  (id: string, spec: { readonly acted?: boolean; readonly planned?: number; readonly request?: number } = {}): Step =>
  (cursor) => ({ type: 'fault', planned: 0, fault: id, request: cursor.request, acted: false, ...spec });

/** A JSON line on stdout; a string is a line that is not JSON. */
export const log =
  (line: JsonObject | string, spec: Partial<Omit<LogEvent, 'type'>> = {}): Step =>
  (cursor) => ({
    type: 'log',
    action: cursor.action,
    stream: 'stdout',
    sightings: [],
    ...(typeof line === 'string' ? { text: line } : { text: JSON.stringify(line), json: line }),
    ...spec,
  });

/** A line with every field that the standard asks for, on a failed attempt that will be retried. Overwrite what matters. */
export const logLine = (fields: JsonObject = {}): JsonObject => ({
  timestamp: new Date(epochMs).toISOString(),
  level: 'WARN',
  service: 'linear',
  operation: 'create_task',
  request_id: 'r-1',
  idempotency_key: 'k-1',
  retry_attempt: 0,
  max_retries: 3,
  status_code: 503,
  duration_ms: 0,
  ...fields,
});

const outcomeOf =
  (result: OutcomeEvent['result'], spec: Partial<Omit<OutcomeEvent, 'type' | 'result'>> = {}): Step =>
  (cursor) => ({ type: 'outcome', action: cursor.action, result, sightings: [], ...spec });

/** `perform` resolved to `{ ok: true }`. */
export const succeeded = (value: Json = null): Step => outcomeOf({ kind: 'ok', value });

/** An error in the standard's form (Appendix B): a provider that is out of service, unless said otherwise. */
export const integrationError = (fields: JsonObject = {}): JsonObject => ({
  code: 'SERVICE_UNAVAILABLE',
  message: 'Linear is temporarily unavailable.',
  suggestion: 'We will retry automatically.',
  retryable: true,
  ...fields,
});

/** `perform` resolved to `{ ok: false, error }`. */
export const failed = (error: Json = integrationError(), spec: Parameters<typeof outcomeOf>[1] = {}): Step =>
  outcomeOf({ kind: 'error', error }, spec);

export const threw = (message: string, name = 'Error'): Step =>
  outcomeOf({ kind: 'thrown', name, message, stack: `${name}: ${message}` });

export const unsettled = (why: 'stuck' | 'virtual-time-limit' | 'step-limit' | 'watchdog' | 'exit' = 'stuck'): Step =>
  outcomeOf({ kind: 'unsettled', why, detail: '' });

/** One entry that a probe told after the action. */
export const probe =
  (name: ProbeEvent['probe'], entry: Json, spec: Partial<Omit<ProbeEvent, 'type'>> = {}): Step =>
  (cursor) => ({ type: 'probe', action: cursor.action, probe: name, entry, sightings: [], ...spec });

/** The provider's ledger: the last request created an issue. */
export const effect =
  (id = 'issue-1', spec: Partial<Omit<EffectEvent, 'type' | 'id'>> = {}): Step =>
  (cursor) => ({
    type: 'effect',
    source: 'ledger',
    action: cursor.action,
    request: cursor.request,
    provider: 'linear',
    operation: 'issueCreate',
    entity: 'Issue',
    id,
    ...spec,
  });

/** The subject's process ended. */
export const exited =
  (why: ExitEvent['why'] = 'planned'): Step =>
  () => ({
    type: 'exit',
    code: why === 'planned' ? null : 1,
    signal: why === 'planned' ? 'SIGKILL' : null,
    why,
  });

export interface TraceSpec {
  readonly case?: string;
  readonly seed?: number;
  readonly scenario?: string;
  /** Overwrites `testFacts`, field by field. */
  readonly facts?: Partial<IntegrationFacts>;
  readonly faults?: readonly PlannedFault[];
  readonly clock?: 'virtual' | 'real';
  readonly events: readonly Step[];
}

/** Numbers and stamps the steps, and plans the actions that they contain. */
export const trace = (spec: TraceSpec): Trace => {
  const cursor: Cursor = { now: 0, action: -1, request: -1, delivery: -1 };
  const events: TraceEvent[] = [];
  for (const step of spec.events) {
    const body = step(cursor);
    if (body !== undefined) events.push({ seq: events.length, at: cursor.now, ...body });
  }
  const scenario = spec.scenario ?? 'test';
  return {
    traceVersion: 1,
    case: spec.case ?? `${scenario}#0`,
    plan: {
      scenario,
      seed: spec.seed ?? 1,
      actions: events.flatMap((event) => (event.type === 'action' ? [event.does] : [])),
      faults: spec.faults ?? [],
    },
    integration: { ...testFacts, ...spec.facts },
    clock: spec.clock ?? 'virtual',
    epochMs,
    events,
    complete: true,
  };
};

/** What the rule says of these traces together: for each finding, whether it held. Empty when it saw nothing to judge. */
export const answers = (rule: Rule, ...traces: readonly Trace[]): readonly boolean[] =>
  rule.decide(traces.flatMap((each) => rule.observe(each))).map(({ held }) => held);
