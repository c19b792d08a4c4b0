/**
 * A trace is everything that was observed while one plan ran, in order. It is append-only, written while the run goes
 * on, and holds no credential: captured ones were replaced by `<NAME>` before an event was made.
 */
import type { IntegrationFacts, ProbeName } from './integration-facts.ts';
import type { Json, JsonObject } from './json.ts';
import type { Action, Plan } from './plan.ts';

/** The way in which a secret was found: verbatim, encoded, shortened with a mask, or in pieces over several lines. */
export type SightingForm = 'plain' | 'url' | 'hex' | 'base64' | 'json' | 'masked' | 'split';

/** A secret was seen where the event says. The secret itself is never stored. */
export interface Sighting {
  readonly secret: string;
  readonly form: SightingForm;
  /** Where in the event: `url`, `query`, `body`, `header:authorization`, `text`, `error`, `value`. */
  readonly where: string;
}

/**
 * What a reply means in the words of its provider's dialect.
 * `conflict` = this idempotency key was used before and the first request stands (not an error of the caller);
 * `server-error` = 500, 502, 503, 504; `permanent` = the request can never succeed as it is (400, 401, 403, 404, 422);
 * `spent` = nobody pays for it any more (no credit, spend limit reached): the status may be that of a rate limit, but no wait helps;
 * `other` = everything else that the standard does not name.
 */
export type ReplyClass = 'success' | 'rate-limited' | 'server-error' | 'permanent' | 'conflict' | 'spent' | 'other';

/** `Retry-After` as sent. `notBefore`: ms since the case began; absent when the value means nothing (RFC 9110 §10.2.3). */
export interface RetryAfterReading {
  readonly form: 'seconds' | 'http-date' | 'milliseconds' | 'provider' | 'invalid';
  readonly raw: string;
  readonly notBefore?: number;
}

/** What is left of a quota. `resetAt`: ms since the case began. */
export interface QuotaReading {
  readonly name: string;
  readonly remaining: number;
  readonly resetAt?: number;
}

export interface RequestReading {
  /** The provider's own name of what is asked: `issueCreate`, `POST /v1/messages`. */
  readonly operation: string;
  readonly stateChanging: boolean;
  readonly idempotencyKey?: string;
  /** The provider has no place for a key in this request: an update, which repeats without harm. */
  readonly takesKey?: false;
  /** Equal for two requests that are equal apart from idempotency key and per-attempt headers. */
  readonly fingerprint: string;
  /** Whose credential it carried: `canary` names the secret that we issued. `stale`: its value from before a rotation. */
  readonly credential:
    | { readonly kind: 'canary'; readonly secret: string; readonly stale?: true }
    | { readonly kind: 'unknown' | 'none' };
}

/** A reply that is a stream of events, as far as it was sent. */
export interface StreamReading {
  readonly events: number;
  /** Events that carry a part of the answer. */
  readonly content: number;
  /** The part of the answer that they carry. */
  readonly text: string;
  /**
   * `whole`: it says that the answer is over; `early`: it stops before; `error`: it says that something broke; `damaged`: it
   * goes to its end, but a part of the answer in it cannot be read.
   */
  readonly ends: 'whole' | 'early' | 'error' | 'damaged';
}

export interface ReplyReading {
  readonly class: ReplyClass;
  /** The error code in the body, when it has one. */
  readonly errorCode?: string;
  /** The human text of the error, as the provider worded it. */
  readonly errorMessage?: string;
  readonly retryAfter?: RetryAfterReading;
  readonly quota?: readonly QuotaReading[];
  readonly stream?: StreamReading;
}

interface Base {
  /** Counts from 0 within the case. */
  readonly seq: number;
  /** Milliseconds of the case's clock since the case began. */
  readonly at: number;
}

export interface ActionEvent extends Base {
  readonly type: 'action';
  readonly action: number;
  readonly does: Action;
}

/** How a call ended that never settled by itself. `stuck`: nothing pending, no timer, a request held (no client timeout). */
export type Unsettled = 'stuck' | 'virtual-time-limit' | 'step-limit' | 'watchdog' | 'exit';

export interface OutcomeEvent extends Base {
  readonly type: 'outcome';
  readonly action: number;
  /** What `perform` resolved to: `ok`, or an error that it returned, or one that it threw, or none at all. */
  readonly result:
    | { readonly kind: 'ok'; readonly value: Json }
    | { readonly kind: 'error'; readonly error: Json }
    | { readonly kind: 'thrown'; readonly name: string; readonly message: string; readonly stack: string }
    | { readonly kind: 'unsettled'; readonly why: Unsettled; readonly detail: string };
  readonly sightings: readonly Sighting[];
}

export interface RequestEvent extends Base {
  readonly type: 'request';
  /** Counts from 0 within the case; `reply`, `abort`, `fault` and `effect` refer to it. */
  readonly request: number;
  /** The action under way, or the last one begun. -1 while the integration starts. */
  readonly action: number;
  readonly provider: string;
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly reading: RequestReading;
  /**
   * The `seq` of the first reply that came when this request had been sent already: requests of one instant take turns, and
   * whoever waits for its turn cannot know what the ones before it are told.
   */
  readonly underWayAt?: number;
  readonly sightings: readonly Sighting[];
}

export interface ReplyEvent extends Base {
  readonly type: 'reply';
  readonly request: number;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly reading: ReplyReading;
  /** The body was cut after this many bytes, by a reset or an early end. */
  readonly cutAfter?: number;
  /** How it was cut. `hang`: nothing more came, and the connection stayed open. */
  readonly cutBy?: 'reset' | 'closed' | 'hang';
  /** The secrets that the provider repeated in its own reply. */
  readonly sightings: readonly Sighting[];
}

/** No usable reply came: the connection was reset or closed, or nothing was sent at all. */
export interface SilenceEvent extends Base {
  readonly type: 'silence';
  readonly request: number;
  readonly silence: 'reset' | 'closed' | 'hang';
}

/** The integration gave up waiting (its own timeout or cancellation) before the reply was complete. */
export interface AbortEvent extends Base {
  readonly type: 'abort';
  readonly request: number;
}

/** How TLS goes wrong: with a certificate that nobody vouches for, with one of another host, or broken off halfway. */
export type HandshakeFailure = 'untrusted-certificate' | 'wrong-host' | 'handshake-cut';

/** A connection that was never made, or that is not to be used. No request exists, yet it is an attempt. */
export interface RefusedEvent extends Base {
  readonly type: 'refused';
  readonly action: number;
  readonly provider: string;
  /** Absent when nobody listened. */
  readonly handshake?: HandshakeFailure;
}

/** Something was sent over a connection that is not to be used. What it was is not kept. */
export interface TrustedEvent extends Base {
  readonly type: 'trusted';
  readonly action: number;
  readonly provider: string;
  readonly handshake: HandshakeFailure;
}

/** What the provider's validation found wrong with a request: an unknown field, a missing variable. */
export interface ComplaintEvent extends Base {
  readonly type: 'complaint';
  readonly request: number;
  readonly text: string;
}

/** The planned fault with this index struck. `acted`: the provider had carried the request out before. */
export interface FaultEvent extends Base {
  readonly type: 'fault';
  readonly planned: number;
  readonly fault: string;
  readonly request?: number;
  readonly acted: boolean;
}

export interface LogEvent extends Base {
  readonly type: 'log';
  readonly action: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The line parsed, when it is a JSON object. */
  readonly json?: JsonObject;
  /** Bytes left out of the middle of a flood, before this line. */
  readonly dropped?: number;
  readonly sightings: readonly Sighting[];
}

/** One sending of a webhook. `fault`: the delivery fault that made it, when it is not the good delivery itself. */
export interface DeliveryEvent extends Base {
  readonly type: 'delivery';
  /** Counts from 0 within the case; `answer` refers to it. */
  readonly delivery: number;
  readonly action: number;
  readonly event: string;
  readonly deliveryId: string;
  readonly attempt: number;
  /** What a sound endpoint does with it. `either`: not judged but for crashing and leaking. */
  readonly expect: 'accept' | 'refuse' | 'ignore' | 'either';
  /** What is special about it: `duplicate`, `signature in upper-case hex`. */
  readonly what: string;
  readonly fault?: string;
  /** How old its signed time was when it was sent. Absent where the provider signs none. */
  readonly ageMs?: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly bytes: number;
  /** The sender left before it could read an answer. */
  readonly hangUp: boolean;
}

/** What the endpoint did with a delivery. `none`: it answered nothing before the sender's patience ended. */
export interface AnswerEvent extends Base {
  readonly type: 'answer';
  readonly delivery: number;
  readonly action: number;
  readonly result:
    | { readonly kind: 'answered'; readonly status: number; readonly body: string }
    | { readonly kind: 'none' | 'reset' | 'refused' | 'left' };
  readonly sightings: readonly Sighting[];
}

/** A primitive that compares in constant time, or a known verifier, was called while the endpoint decided. */
export interface ComparedEvent extends Base {
  readonly type: 'compared';
  readonly with: string;
}

/** Something changed in the world: told by the provider's ledger or, where it has none, by the contract's probe. */
export interface EffectEvent extends Base {
  readonly type: 'effect';
  readonly source: 'ledger' | 'probe';
  /** The action under way when it was seen, or the last one begun. */
  readonly action: number;
  readonly request?: number;
  readonly provider?: string;
  readonly operation: string;
  readonly entity: string;
  readonly id: string;
}

/** One entry that a probe of the contract returned, after the subject was quiet. */
export interface ProbeEvent extends Base {
  readonly type: 'probe';
  readonly action: number;
  readonly probe: Exclude<ProbeName, 'effects'>;
  readonly entry: Json;
  readonly sightings: readonly Sighting[];
}

/** A variable that the subject's own code read, by name. */
export interface EnvReadEvent extends Base {
  readonly type: 'env-read';
  readonly name: string;
}

/** A call to a host that no provider claims: refused, and shown. */
export interface UnclaimedEvent extends Base {
  readonly type: 'unclaimed';
  readonly action: number;
  readonly host: string;
  readonly port: number;
  /** By a worker or a program that the integration started: those reach nothing on the virtual clock, providers included. */
  readonly beside?: true;
}

/** The subject's process ended, by itself or because the watchdog ended it. */
export interface ExitEvent extends Base {
  readonly type: 'exit';
  readonly code: number | null;
  readonly signal: string | null;
  readonly why: 'planned' | 'crashed' | 'spinning' | 'flooding' | 'memory' | 'time-limit';
}

/** On the real clock: for so long, just before, the machine did not let the subject or the harness run. */
export interface StallEvent extends Base {
  readonly type: 'stall';
  readonly ms: number;
}

/** What the subject left behind when the case ended. */
export interface LeftoverEvent extends Base {
  readonly type: 'leftover';
  readonly timers: number;
  readonly handles: readonly string[];
}

/** The harness could not carry the plan out. Such a case gives `harness-error`, never a finding. */
export interface HarnessErrorEvent extends Base {
  readonly type: 'harness-error';
  readonly message: string;
}

export type TraceEvent =
  | ActionEvent
  | OutcomeEvent
  | RequestEvent
  | ReplyEvent
  | SilenceEvent
  | AbortEvent
  | RefusedEvent
  | TrustedEvent
  | ComplaintEvent
  | FaultEvent
  | DeliveryEvent
  | AnswerEvent
  | ComparedEvent
  | LogEvent
  | EffectEvent
  | ProbeEvent
  | EnvReadEvent
  | UnclaimedEvent
  | ExitEvent
  | LeftoverEvent
  | StallEvent
  | HarnessErrorEvent;

type Unstamped<E> = E extends TraceEvent ? Omit<E, 'seq' | 'at'> : never;
/** An event before the recorder gave it its number and its time. */
export type EventBody = Unstamped<TraceEvent>;

export interface TraceHeader {
  readonly traceVersion: 1;
  /** `<scenario>#<index>`; the same seed gives the same plan for the same id. */
  readonly case: string;
  readonly plan: Plan;
  readonly integration: IntegrationFacts;
  readonly clock: 'virtual' | 'real';
  /** The case's clock when it began, as Unix time in ms. */
  readonly epochMs: number;
}

export interface Trace extends TraceHeader {
  readonly events: readonly TraceEvent[];
  /** False when the harness was ended before the case was. */
  readonly complete: boolean;
}
