/** What each client must do with each misbehaviour of a provider, to the millisecond. */

/** A whole reply, or one way in which there is none. `everyMs` is virtual time between the pieces of a body. */
export type Misbehaviour =
  | { readonly kind: 'unavailable' | 'hang' | 'reset' | 'closed' | 'reset-in-body' | 'truncated' | 'handshake-cut' }
  | { readonly kind: 'retry-after'; readonly seconds: number }
  | { readonly kind: 'slow'; readonly pieces: number; readonly everyMs: number };

interface Client {
  /** What the client's time-out covers. `silence`: the longest time without a byte. */
  readonly timeout: 'exchange' | 'headers' | 'silence';
  readonly retriesTimeout: boolean;
  readonly retriesBrokenBody: boolean;
  /** What it does when told to wait longer than so many seconds; others always wait. */
  readonly longestRetryAfter?: { readonly seconds: number; readonly beyond: 'gives-up' | 'ignores' };
  readonly delayMs: (retry: number) => number;
  /** How much later than asked its own time-out may fire, in ms of virtual time. */
  readonly lateMs: number;
  /** It speaks nothing else. */
  readonly onlyTls?: true;
}

export const timeoutMs = 5_000;
export const retries = 3;

const doubling = (baseMs: number) => (retry: number) => baseMs * 2 ** retry;
const loop: Client = {
  timeout: 'silence',
  retriesTimeout: true,
  retriesBrokenBody: true,
  delayMs: doubling(1_000),
  lateMs: 0,
};
const sdk: Client = { ...loop, retriesBrokenBody: false, delayMs: doubling(500) };

export const clients: { readonly [name: string]: Client } = {
  fetch: { ...loop, timeout: 'exchange' },
  'node:http': loop,
  'node:http2': { ...loop, onlyTls: true },
  axios: loop,
  // Its own timers tick every 499 ms, with a phase that depends on what came before.
  undici: { ...loop, lateMs: 1_000 },
  got: {
    ...loop,
    timeout: 'exchange',
    retriesBrokenBody: false,
    longestRetryAfter: { seconds: timeoutMs / 1_000, beyond: 'gives-up' },
    lateMs: 1,
  },
  ky: { ...loop, timeout: 'exchange', retriesTimeout: false, retriesBrokenBody: false },
  openai: { ...sdk, timeout: 'exchange', longestRetryAfter: { seconds: 60, beyond: 'ignores' } },
  anthropic: { ...sdk, timeout: 'headers' },
};

interface Ending {
  readonly ok: boolean;
  /** The client ends the connection itself, at this moment. */
  readonly givesUp: boolean;
  readonly afterMs: number;
  readonly lateMs: number;
  /** Undefined: it is not tried again. */
  readonly retryAfterMs: number | undefined;
}

function endingOf(client: Client, misbehaviour: Misbehaviour | undefined, retry: number): Ending {
  const again = (allowed: boolean) => (allowed ? client.delayMs(retry) : undefined);
  const failed = (allowed: boolean): Ending => ({
    ok: false,
    givesUp: false,
    afterMs: 0,
    lateMs: 0,
    retryAfterMs: again(allowed),
  });
  const timedOut: Ending = {
    ok: false,
    givesUp: true,
    afterMs: timeoutMs,
    lateMs: client.lateMs,
    retryAfterMs: again(client.retriesTimeout),
  };
  switch (misbehaviour?.kind) {
    case undefined:
      return { ok: true, givesUp: false, afterMs: 0, lateMs: 0, retryAfterMs: undefined };
    case 'retry-after': {
      const { longestRetryAfter: longest } = client;
      const isObeyed = longest === undefined || misbehaviour.seconds <= longest.seconds;
      if (isObeyed) return { ...failed(true), retryAfterMs: misbehaviour.seconds * 1_000 };
      return failed(longest.beyond === 'ignores');
    }
    case 'hang':
      return timedOut;
    case 'slow': {
      const afterMs = (misbehaviour.pieces - 1) * misbehaviour.everyMs;
      const waitMs = { exchange: afterMs, silence: misbehaviour.everyMs, headers: 0 }[client.timeout];
      return waitMs > timeoutMs ? timedOut : { ok: true, givesUp: false, afterMs, lateMs: 0, retryAfterMs: undefined };
    }
    case 'reset-in-body':
    case 'truncated':
      return failed(client.retriesBrokenBody);
    default:
      return failed(true);
  }
}

export interface Observed {
  readonly ok: boolean;
  /** When each attempt reached the provider, and when the operation ended: ms of virtual time since it began. */
  readonly attempts: readonly number[];
  /** When the provider was told that the client left an attempt, by the attempt's number. */
  readonly left: ReadonlyMap<number, number>;
  readonly end: number;
}

/** What differs from what had to happen, in words; undefined when nothing does. */
export function deviation(
  name: string,
  misbehaviours: readonly Misbehaviour[],
  { ok, attempts, left, end }: Observed,
): string | undefined {
  const client = clients[name];
  if (client === undefined) return `no oracle for ${name}`;
  let due = { from: 0, to: 0 };
  for (let attempt = 0; ; attempt++) {
    const at = attempts[attempt];
    if (at === undefined || at < due.from || at > due.to) {
      return `attempt ${attempt} at ${at} ms, not within ${due.from} to ${due.to} ms`;
    }
    const ending = endingOf(client, misbehaviours[attempt], attempt);
    const ended = { from: at + ending.afterMs, to: at + ending.afterMs + ending.lateMs };
    const { retryAfterMs } = ending;
    const leftAt = left.get(attempt);
    if (ending.givesUp && (leftAt === undefined || leftAt < ended.from || leftAt > ended.to)) {
      return `attempt ${attempt} was left at ${leftAt} ms, not within ${ended.from} to ${ended.to} ms`;
    }
    if (ending.ok || retryAfterMs === undefined || attempt === retries) {
      if (attempts.length !== attempt + 1) return `${attempts.length} attempts, not ${attempt + 1}`;
      if (ok !== ending.ok) return `${ok ? 'succeeded' : 'failed'}, and should not have`;
      if (end < ended.from || end > ended.to) return `ended at ${end} ms, not within ${ended.from} to ${ended.to} ms`;
      return undefined;
    }
    due = { from: ended.from + retryAfterMs, to: ended.to + retryAfterMs };
  }
}
