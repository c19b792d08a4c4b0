/**
 * Where operations go that we gave up on, so that a person or a job can take them up again, also after a restart. Every
 * entry raises an alert (STD-17-01 §4.5).
 */

import type { FailureKind } from './classify.ts';
import type { Database } from './database.ts';

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
  /** Oldest first. */
  letters(): readonly DeadLetter[];
  readonly alerts: readonly Alert[];
}

export function createDeadLetterQueue(database: Database): DeadLetterQueue {
  const insert = database.prepare('INSERT INTO dead_letters (letter) VALUES (?)');
  const select = database.prepare('SELECT letter FROM dead_letters ORDER BY id');
  const alerts: Alert[] = [];
  return {
    letters: () => select.all().map(({ letter }) => JSON.parse(String(letter))),
    alerts,
    add(letter) {
      const { operation, reason, correlationId } = letter;
      insert.run(JSON.stringify(letter));
      alerts.push({ summary: `${operation} was given up and waits for a decision`, operation, reason, correlationId });
    },
  };
}
