/**
 * Where operations go that we gave up on, so that a person or a job can take them up again. In memory here; in
 * production a table. Every entry raises an alert (STD-17-01 §4.5).
 */
import type { FailureKind } from './classify.ts';

export interface DeadLetter {
  readonly operation: string;
  readonly input: unknown;
  readonly user: string;
  readonly correlationId: string;
  /** Take it up with this same key: an attempt that looked lost may have arrived. */
  readonly idempotencyKey?: string | undefined;
  readonly reason: FailureKind;
  readonly at: string;
}

/** For whoever is on call. */
export interface Alert {
  readonly summary: string;
  readonly operation: string;
  readonly reason: FailureKind;
  readonly correlationId: string;
}

export interface DeadLetterQueue {
  add(letter: DeadLetter): void;
  readonly letters: readonly DeadLetter[];
  readonly alerts: readonly Alert[];
}

export function createDeadLetterQueue(): DeadLetterQueue {
  const letters: DeadLetter[] = [];
  const alerts: Alert[] = [];
  return {
    letters,
    alerts,
    add(letter) {
      const { operation, reason, correlationId } = letter;
      letters.push(letter);
      alerts.push({ summary: `${operation} was given up and waits for a decision`, operation, reason, correlationId });
    },
  };
}
