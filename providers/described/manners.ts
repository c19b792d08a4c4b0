/** How an API behaves beside what its description says, as data. What is left out is as most APIs do it. */
import type { Json } from '../../harness/model/json.ts';
import type { SecretShape } from '../../harness/ports/provider.ts';

/** Where a credential stands. `scheme`: the word before it, `Bearer` or `Basic`; none when it stands there alone. */
export type CredentialPlace =
  | { readonly in: 'header'; readonly name: string; readonly scheme?: string }
  | { readonly in: 'query'; readonly name: string };

export interface RateLimitManners {
  /** Of a refusal for want of quota. 429 when absent. */
  readonly status?: number;
  /** Allowed in each window. 1000 when absent. */
  readonly requests?: number;
  /** 60,000 when absent. */
  readonly windowMs?: number;
  /** Header names. `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset` when absent. */
  readonly headers?: { readonly limit?: string; readonly remaining?: string; readonly reset?: string };
  /** What the reset header holds: a time, or the seconds until then. `epoch-seconds` when absent. */
  readonly resetIn?: 'epoch-seconds' | 'epoch-milliseconds' | 'seconds';
}

export interface ErrorManners {
  /** The body of an error, in which the texts `{code}`, `{message}` and `{status}` stand for what they name. */
  readonly body?: Json;
  /** Status to code, where this API's own are known. */
  readonly codes?: { readonly [status: number]: string };
}

/** What this API does with a key that it has seen: tells the first reply again, or refuses with 409. */
type Repeated = 'same-reply' | 'conflict';

/** Where the idempotency key stands. `variable`: a JSON pointer into a GraphQL request's variables, `/input/id`. */
export type IdempotencyManners<Place> = 'none' | (Place & { readonly repeated?: Repeated });
export interface HeaderPlace {
  readonly header: string;
}

export interface ApiManners {
  /** Under which name contracts refer to it. */
  readonly id?: string;
  /** One `apiKey` when absent. Each that is a `credential` or `oauth` is accepted. */
  readonly secrets?: { readonly [secret: string]: SecretShape };
  readonly credential?: CredentialPlace;
  readonly rateLimit?: RateLimitManners;
  readonly error?: ErrorManners;
}

const apiKey: SecretShape = { prefix: 'key_live_', randomLength: 40, use: 'credential' };
export const defaultSecrets: { readonly [secret: string]: SecretShape } = { apiKey };
export const bearer: CredentialPlace = { in: 'header', name: 'Authorization', scheme: 'Bearer' };
export const defaultErrorBody: Json = { error: { code: '{code}', message: '{message}' } };
