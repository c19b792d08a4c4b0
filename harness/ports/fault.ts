/** A fault: one way in which a provider or the network misbehaves. One small file each under `faults/`. */
import type { Arbitrary } from 'fast-check';
import type { RetryPolicy } from '../model/integration-facts.ts';
import type { JsonObject } from '../model/json.ts';
import type { HandshakeFailure } from '../model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest } from './provider.ts';

/**
 * Instead of a whole reply. `reset`: the connection is torn down (ECONNRESET); `closed`: an orderly end;
 * `hang`: nothing more is ever sent and the connection stays open.
 * With `response`, its head and the first `after` bytes of its body are sent first.
 */
export interface Silence {
  readonly kind: 'reset' | 'closed' | 'hang';
  readonly response?: Response;
  readonly after?: number;
}

/** A whole reply whose body is sent in parts, divided before the bytes of `cuts`, `everyMs` apart on the case's clock. */
export interface SlowReply {
  readonly kind: 'slow';
  readonly response: Response;
  /** Rising; none of them 0. Each part is read before the next is sent. */
  readonly cuts: readonly number[];
  readonly everyMs: number;
}

export type Answer = Response | Silence | SlowReply;
/** The reply is nothing that this fault could strike: it goes out as it is, and the trace tells of no strike. */
export interface Missed {
  readonly kind: 'missed';
  readonly answer: Answer;
}

export type Exchange = (request: ReceivedRequest) => Promise<Answer>;

export interface FaultContext extends ReadingContext {
  readonly dialect: Dialect;
  /** Waits on the case's clock; costs no wall time. */
  sleep(ms: number): Promise<void>;
}

/** What a fault may use to choose its parameters: the policy decides what is "above the cap". */
export interface FaultSettings {
  readonly policy: RetryPolicy;
  readonly dialect: Dialect;
}

interface FaultBase<P extends JsonObject> {
  readonly id: string;
  params(settings: FaultSettings): Arbitrary<P>;
  /** One line: "lets the provider act, then loses its reply (reset)". */
  explain(params: P): string;
  /** For how long it may keep a client waiting that does as it is told, each time it strikes. Nothing when absent. */
  readonly waitMs?: (params: P, policy: RetryPolicy) => number;
  /** Nobody tries again after it, and so it keeps an operation waiting once. */
  readonly leavesReplyGood?: true;
}

/** Strikes one request and its reply. `provider` carries the request out; not calling it means that it never acted. */
export interface ExchangeFault<P extends JsonObject = JsonObject> extends FaultBase<P> {
  readonly kind: 'exchange';
  apply(params: P, request: ReceivedRequest, provider: Exchange, context: FaultContext): Promise<Answer | Missed>;
}

/** How a connection ends before it carried a request. `refused`: nobody listens (ECONNREFUSED). */
export type ConnectionFailure = 'refused' | HandshakeFailure;

/** Strikes before a connection stands. One in TLS misses whoever reaches the provider without. */
export interface ConnectFault<P extends JsonObject = JsonObject> extends FaultBase<P> {
  readonly kind: 'connect';
  apply(params: P): ConnectionFailure;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of faults holds parameters of many shapes, checked where each is planned
export type Fault = ExchangeFault<any> | ConnectFault<any>;
