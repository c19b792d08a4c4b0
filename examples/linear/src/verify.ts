/** Is a delivery Linear's, and is it new? STD-17-01 §4.4, over the bytes as they came. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** STD-17-01 §3.6. `LinearWebhookClient` of the SDK refuses after one minute already; the README says why we do not. */
const toleranceMs = 5 * 60_000;

export type Refusal = 'signature-missing' | 'signature-wrong' | 'unreadable' | 'too-old';

export interface Payload {
  readonly [member: string]: unknown;
}

export type Verified =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly refusal: Refusal };

const refused = (refusal: Refusal): Verified => ({ ok: false, refusal });

function parsed(body: Buffer): Payload | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** `now`: Unix time in ms. Never throws: `timingSafeEqual` would for lengths that differ, so the form is checked before. */
export function verifyDelivery(body: Buffer, signature: string | undefined, secret: string, now: number): Verified {
  if (signature === undefined || signature === '') return refused('signature-missing');
  if (!/^[0-9a-f]{64}$/.test(signature)) return refused('signature-wrong');
  const expected = createHmac('sha256', secret).update(body).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return refused('signature-wrong');
  const payload = parsed(body);
  const sentAt = payload?.webhookTimestamp;
  if (payload === undefined || typeof sentAt !== 'number') return refused('unreadable');
  // A clock may be ahead as well as behind; a replay is always behind.
  return Math.abs(now - sentAt) <= toleranceMs ? { ok: true, payload } : refused('too-old');
}
