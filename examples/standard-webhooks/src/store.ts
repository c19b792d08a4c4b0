/**
 * Deliveries and what came of them, in SQLite: kept before they are acknowledged, booked afterwards. A restart in between
 * loses nothing, and a delivery that comes again changes nothing.
 */
import { DatabaseSync } from 'node:sqlite';

export interface Delivery {
  /** The same for every attempt to deliver one event. */
  readonly id: string;
  readonly event: string;
  readonly body: string;
}

export interface Entry {
  readonly delivery: string;
  readonly event: string;
}

export interface Store {
  /** False when this delivery is known already. On disk when it returns. */
  keep(delivery: Delivery): boolean;
  /** Kept and not booked yet, oldest first. */
  pending(): readonly Delivery[];
  /** Books it and takes it off the queue: both or neither. */
  book(delivery: Delivery): void;
  entries(): readonly Entry[];
  close(): void;
}

const tables = `
  CREATE TABLE IF NOT EXISTS deliveries (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    booked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS entries (delivery TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL) STRICT;
`;

/** Throws when the file cannot be opened or is no database. */
export function openStore(path: string): Store {
  const database = new DatabaseSync(path);
  // What was written is on the disk when the call returns, also when the power fails.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(tables);
  const insert = database.prepare('INSERT INTO deliveries (id, event, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const waiting = database.prepare('SELECT id, event, body FROM deliveries WHERE booked = 0 ORDER BY rowid');
  const enter = database.prepare('INSERT INTO entries (delivery, event, body) VALUES (?, ?, ?)');
  const mark = database.prepare('UPDATE deliveries SET booked = 1 WHERE id = ?');
  const all = database.prepare('SELECT delivery, event FROM entries ORDER BY rowid');
  return {
    keep: ({ id, event, body }) => insert.run(id, event, body).changes === 1,
    pending: () =>
      waiting.all().map(({ id, event, body }) => ({ id: String(id), event: String(event), body: String(body) })),
    book({ id, event, body }) {
      database.exec('BEGIN');
      enter.run(id, event, body);
      mark.run(id);
      database.exec('COMMIT');
    },
    entries: () => all.all().map(({ delivery, event }) => ({ delivery: String(delivery), event: String(event) })),
    close: () => database.close(),
  };
}
