/** Webhooks: how a provider tells an integration that something happened, signs it, and tries again. */
import type { Arbitrary } from 'fast-check';
import type { JsonObject } from '../model/json.ts';
import type { SecretShape } from './provider.ts';

/**
 * One event on its way. `deliveryId` stays the same over attempts; `at` (Unix ms) is that of this attempt. `payload` holds
 * none of the other members: the dialect writes event, id and time where its provider has them.
 */
export interface Delivery {
  readonly event: string;
  readonly deliveryId: string;
  readonly payload: JsonObject;
  readonly at: number;
  /** 0 for the first. */
  readonly attempt: number;
}

/** Header names in the provider's own spelling; a list is sent as a repeated header. */
export interface SignedDelivery {
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: Uint8Array;
}

export type DigestEncoding = 'hex' | 'base64';

/** How a signature is made, in parts, so that each can be made wrongly. */
interface SignatureScheme {
  readonly header: string;
  readonly algorithm: 'sha256';
  readonly encoding: DigestEncoding;
  /** The key of the HMAC, as this provider takes it from its secret (`whsec_` secrets are base64). */
  key(secret: string): Uint8Array;
  /** The bytes that are signed. */
  content(delivery: Delivery, body: Uint8Array): Uint8Array;
  /** The header's value. Several digests where the provider allows it while a secret is being rotated. */
  format(digests: readonly string[], delivery: Delivery): string;
  readonly allowsSeveral: boolean;
}

export interface WebhookEvent {
  readonly event: string;
  /** Realistic and seeded: everything random in it comes from the arbitrary. */
  readonly payload: Arbitrary<JsonObject>;
  /** For events that come in an order: the payload of a later event on the same entity. */
  readonly followedBy?: { readonly event: string; payload(first: JsonObject): JsonObject };
}

export interface WebhookDialect {
  readonly id: string;
  /** Name of the signing secret in `Provider.secrets`. */
  readonly secret: string;
  readonly secretShape: SecretShape;
  readonly signature: SignatureScheme;
  /** Where the signed time stands; `none`: this provider signs no time (GitHub), so staleness cannot be judged. */
  readonly timestamp: 'header' | 'body' | 'none';
  /** How old a delivery the provider's own verifier still takes, in ms. Linear's is stricter than the standard. */
  readonly toleranceMs: number;
  /** The raw body as this provider writes it: key order and white space are its own. */
  body(delivery: Delivery): Uint8Array;
  /** Every header but the signature's. */
  headers(delivery: Delivery, body: Uint8Array): { readonly [name: string]: string };
  /** An id in this provider's form, the same for the same text. */
  deliveryId(from: string): string;
  readonly redelivery: {
    /** The provider gives up waiting for an answer after this. */
    readonly timeoutMs: number;
    /** Pauses before the second, third ... attempt. Empty: it never tries again. */
    readonly delaysMs: readonly number[];
  };
  readonly events: readonly WebhookEvent[];
}

/**
 * What a sound endpoint does with it: `accept` = 2xx and its effect once; `refuse` = 4xx and no effect;
 * `ignore` = any answer and no effect; `either` = not judged but for crashing and leaking. A crash is a process that ends
 * or never answers: an official verifier is known to answer 500 to a signed `null`.
 */
export type Expectation = 'accept' | 'refuse' | 'ignore' | 'either';

export type DeliveryStep =
  | {
      readonly kind: 'send';
      readonly signed: SignedDelivery;
      readonly expect: Expectation;
      /** What is special about it, in the field's words: `duplicate`, `signature in upper-case hex`. */
      readonly what: string;
      /** Sent without waiting for the answer to the one before. */
      readonly together?: true;
      /** The sender closes the connection before it reads an answer. */
      readonly hangUp?: true;
      readonly delivery: Delivery;
    }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The subject's process is ended without notice and started again. */
  | { readonly kind: 'restart' };

export interface DeliveryContext {
  readonly dialect: WebhookDialect;
  readonly secret: string;
  /** A secret that was valid before the last rotation, and one that never was. */
  readonly previousSecret: string;
  readonly otherSecret: string;
  /** Where the contract says that this endpoint refuses deliveries earlier than the dialect's verifier does, in ms. */
  readonly toleranceMs?: number;
}

/** Strikes the delivery of an event: what is sent instead of one good delivery. */
export interface DeliveryFault<P extends JsonObject = JsonObject> {
  readonly id: string;
  readonly kind: 'delivery';
  params(dialect: WebhookDialect): Arbitrary<P>;
  explain(params: P): string;
  /** Undefined when this dialect has nothing that could be made wrong in this way (no timestamp to be stale). */
  apply(params: P, delivery: Delivery, context: DeliveryContext): readonly DeliveryStep[] | undefined;
}
