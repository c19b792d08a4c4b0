/** A quota that refills at a constant rate of `capacity` per `periodMs`, on whatever clock its caller reads. */
export interface LeakyBucket {
  /** Takes `amount` if so much is left. False, and nothing taken, when it is not. `now` in Unix ms. */
  take(amount: number, now: number): boolean;
  /** Whole units left. */
  remaining(now: number): number;
}

export function leakyBucket(capacity: number, periodMs: number): LeakyBucket {
  let used = 0;
  let at = 0;
  const leak = (now: number) => {
    used = Math.max(0, used - ((now - at) * capacity) / periodMs);
    at = now;
  };
  return {
    take(amount, now) {
      leak(now);
      if (used + amount > capacity) return false;
      used += amount;
      return true;
    },
    remaining(now) {
      leak(now);
      return Math.floor(capacity - used);
    },
  };
}
