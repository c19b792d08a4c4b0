/** Replies kept under their `Idempotency-Key`: a repeated request gets the first one's answer and changes nothing. */
import { errorReply } from './errors.ts';

const keptForMs = 24 * 60 * 60 * 1000;

interface Kept {
  readonly fingerprint: string;
  readonly at: number;
  readonly status: number;
  readonly body: string;
}

export interface Replays {
  /** The answer to a repeated request: the first reply again, or 422 when it asks for something else. `now` in Unix ms. */
  answer(key: string, fingerprint: string, now: number): Response | undefined;
  keep(key: string, fingerprint: string, now: number, reply: Response): Promise<void>;
}

export function openReplays(): Replays {
  const kept = new Map<string, Kept>();
  return {
    answer(key, fingerprint, now) {
      const first = kept.get(key);
      if (first === undefined || now - first.at >= keptForMs) return undefined;
      if (first.fingerprint !== fingerprint) {
        return errorReply(422, {
          code: 'idempotency_key_reused',
          message: 'This Idempotency-Key was used for another request.',
        });
      }
      return new Response(first.status === 204 ? null : first.body, {
        status: first.status,
        headers: { 'Content-Type': 'application/json', 'Idempotent-Replayed': 'true' },
      });
    },
    async keep(key, fingerprint, now, reply) {
      kept.set(key, { fingerprint, at: now, status: reply.status, body: await reply.clone().text() });
    },
  };
}
