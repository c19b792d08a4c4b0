/** A simulated third-party API: MSW handlers over a small state, a dialect, and a ledger of what really happened. */
import type { RequestHandler } from 'msw';
import type { StreamEvent } from '../model/event-stream.ts';
import type { ReplyReading, RequestReading } from '../model/trace.ts';
import type { WebhookDialect } from './webhook.ts';

/** How a real secret of this kind looks, so that a canary looks the same. The random part is base62. */
export interface SecretShape {
  /** The public part, `lin_api_`. Never a secret by itself. */
  readonly prefix: string;
  readonly randomLength: number;
  readonly use: 'credential' | 'webhook' | 'oauth';
}

/** A request as it arrived, with nothing redacted. Lives only in the wire; never stored. */
export interface ReceivedRequest {
  readonly method: string;
  /** Absolute, with the provider's own origin. */
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** The forms of `Retry-After` that a fault can ask a dialect to send. `at` is Unix time in ms. */
export type RetryAfterForm =
  | { readonly form: 'seconds'; readonly seconds: number }
  | { readonly form: 'http-date'; readonly at: number }
  | { readonly form: 'provider'; readonly at: number }
  | { readonly form: 'absent' }
  | { readonly form: 'raw'; readonly value: string };

/** What the dialect's reading functions may use. Times in readings are ms since the case began. */
export interface ReadingContext {
  /** Unix time in ms on the case's clock. */
  readonly now: number;
  /** The case's clock when it began. */
  readonly epochMs: number;
  /** The value of each secret that this provider issued, by its name in `Provider.secrets`. */
  readonly credentials: { readonly [secret: string]: string };
}

/**
 * What an event is to its stream. `content`: a part of the answer; `end`: says that the answer is over, whole or for a reason
 * that it names; `terminator`: after which nothing comes; `error`: it broke; `other`: all else, `ping` among it.
 */
export type StreamRole = 'content' | 'end' | 'terminator' | 'error' | 'other';

/** How an API streams answers as server-sent events. */
export interface StreamDialect {
  roleOf(event: StreamEvent): StreamRole;
  /** What a `content` event adds to the answer; empty where that cannot be read. */
  textOf(event: StreamEvent): string;
  /** What it sends when it breaks after its reply has begun. */
  error(request: ReceivedRequest): StreamEvent;
  /** An event of a type that it may add one day and no client knows yet. */
  unknown(request: ReceivedRequest): StreamEvent;
}

export type QuotaUnit = 'requests' | 'tokens';

export interface Dialect {
  /** How this API says that a request repeats one that it already carried out. `none`: it carries it out again. */
  readonly idempotency: 'conflict' | 'same-reply' | 'none';
  /** True where a client can be told a time by a header of this API's own, beside `Retry-After`. */
  readonly hasProviderRetryAfter: boolean;
  /** The name of the secret (of this provider) whose value the request carried; undefined when it carried none. */
  credentialOf(request: ReceivedRequest, context: ReadingContext): { readonly secret: string } | 'unknown' | 'none';
  readRequest(request: ReceivedRequest): Omit<RequestReading, 'credential'>;
  readReply(
    request: ReceivedRequest,
    reply: { readonly status: number; readonly headers: Headers; readonly body: string },
    context: ReadingContext,
  ): ReplyReading;
  /** A refusal for want of quota, with the time to wait told in the given form. */
  rateLimited(request: ReceivedRequest, retryAfter: RetryAfterForm, context: ReadingContext): Response;
  /**
   * The error that this API sends for a status, in its own envelope (for Linear, 400 is `INPUT_ERROR`).
   * `message` replaces the human text, so that a fault can have the provider repeat what it was sent.
   */
  error(request: ReceivedRequest, status: number, message?: string): Response;
  /** Absent where this API streams nothing. */
  readonly streams?: StreamDialect;
  /** A refusal because nobody pays any more. Absent where this API knows no such thing. */
  spent?(request: ReceivedRequest): Response;
  /** Set where a quota of tokens stands beside that of requests. */
  readonly hasTokenQuota?: true;
  /** Changes a good reply so that it says `remaining` requests, or tokens, are left until `resetAt` (Unix ms). */
  withQuota(reply: Response, remaining: number, resetAt: number, context: ReadingContext, unit?: QuotaUnit): Response;
}

export interface LedgerEntry {
  /** The provider operation that caused it. */
  readonly operation: string;
  readonly entity: string;
  readonly id: string;
}

/** One provider while one case runs. Thrown away with the case: no handler has to be reset. */
export interface OpenProvider {
  readonly handlers: readonly RequestHandler[];
  /** Every change that really happened, oldest first. */
  ledger(): readonly LedgerEntry[];
  /** What the provider's validation found wrong with requests since the last call; a contract finding each. */
  takeComplaints(): readonly string[];
}

export interface OpenContext {
  /** Seeds the data. */
  readonly seed: number;
  /** What is good now: read it for each request, since a plan may rotate it. */
  readonly credentials: { readonly [secret: string]: string };
  /** Unix time in ms on the case's clock. */
  now(): number;
  /** For a secret manager: name to value of what it serves now. Read it for each request, since a plan may rotate it. */
  readonly served?: { readonly [name: string]: string };
}

export interface Provider {
  readonly id: string;
  /** `https://api.linear.app`. The first is the one that handlers and fixtures are written against. */
  readonly origins: readonly string[];
  readonly secrets: { readonly [secret: string]: SecretShape };
  readonly dialect: Dialect;
  /** How it sends webhooks, where it does. */
  readonly webhooks?: WebhookDialect;
  /** It is a secret manager: it tells its clients the secrets of other providers. */
  readonly servesSecrets?: true;
  /** Loads what only handlers need: a contract imports its provider in the subject's process too, and nobody opens it there. */
  open(context: OpenContext): OpenProvider | Promise<OpenProvider>;
}
