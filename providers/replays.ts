/** Replies kept under their idempotency key: a repeated request gets the first one's answer and changes nothing. */

const keptForMs = 24 * 60 * 60 * 1000;

interface Kept {
  readonly fingerprint: string;
  readonly at: number;
  readonly status: number;
  readonly body: string;
}

export interface Replays {
  /** The first reply again; `reused` when the key stood in a request for something else. `now` in Unix ms. */
  answer(key: string, fingerprint: string, now: number): Response | 'reused' | undefined;
  keep(key: string, fingerprint: string, now: number, reply: Response): Promise<void>;
}

export function openReplays(): Replays {
  const kept = new Map<string, Kept>();
  return {
    answer(key, fingerprint, now) {
      const first = kept.get(key);
      if (first === undefined || now - first.at >= keptForMs) return undefined;
      if (first.fingerprint !== fingerprint) return 'reused';
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
