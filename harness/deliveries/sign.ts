/** Signs deliveries as their provider does, and hands out the parts, so that each can be made wrongly. */
import { createHmac } from 'node:crypto';
import type { Delivery, DigestEncoding, SignedDelivery, WebhookDialect } from '../ports/webhook.ts';

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha512';

/** The raw digest over the delivery and `body`, which need not be the body that is sent. */
export const digestOf = (
  delivery: Delivery,
  dialect: WebhookDialect,
  secret: string,
  body: Uint8Array = dialect.body(delivery),
  algorithm: DigestAlgorithm = dialect.signature.algorithm,
): Uint8Array =>
  createHmac(algorithm, dialect.signature.key(secret)).update(dialect.signature.content(delivery, body)).digest();

export const encoded = (digest: Uint8Array, encoding: DigestEncoding): string => Buffer.from(digest).toString(encoding);

/** The digest as text, in the dialect's encoding. */
export const signatureOf = (
  delivery: Delivery,
  dialect: WebhookDialect,
  secret: string,
  body?: Uint8Array,
  algorithm?: DigestAlgorithm,
): string => encoded(digestOf(delivery, dialect, secret, body, algorithm), dialect.signature.encoding);

/** The delivery under the given digests, right or wrong. */
export const sealed = (
  delivery: Delivery,
  dialect: WebhookDialect,
  digests: readonly string[],
  body: Uint8Array = dialect.body(delivery),
): SignedDelivery => ({
  headers: {
    ...dialect.headers(delivery, body),
    [dialect.signature.header]: dialect.signature.format(digests, delivery),
  },
  body,
});

/** The delivery with the signature that belongs to it; with `body`, around that body instead of the dialect's. */
export const signed = (
  delivery: Delivery,
  dialect: WebhookDialect,
  secret: string,
  body: Uint8Array = dialect.body(delivery),
): SignedDelivery => sealed(delivery, dialect, [signatureOf(delivery, dialect, secret, body)], body);

/**
 * The right signatures of what was sent, in either encoding: an endpoint that refuses it must not give one away. Without
 * those that the sender sent itself, as with a stale delivery: it learns nothing from them.
 */
export const unsentSignatures = (
  { headers, body }: SignedDelivery,
  delivery: Delivery,
  dialect: WebhookDialect,
  secret: string,
): readonly string[] => {
  const digest = digestOf(delivery, dialect, secret, body);
  const sent = Object.values(headers).flat();
  return [encoded(digest, 'hex'), encoded(digest, 'base64')].filter(
    (signature) => !sent.some((value) => value.includes(signature)),
  );
};
