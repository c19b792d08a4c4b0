/** The one file in which everything lies that has to survive a restart: SQLite, embedded in Node. */
import { DatabaseSync } from 'node:sqlite';

export type Database = DatabaseSync;

const tables = `
  CREATE TABLE IF NOT EXISTS inbox (
    key TEXT PRIMARY KEY,
    work TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    handled_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS dead_letters (id INTEGER PRIMARY KEY, letter TEXT NOT NULL) STRICT;
`;

/** `:memory:` for tests. Throws when the file cannot be opened or is no database. */
export function openDatabase(path: string): Database {
  const database = new DatabaseSync(path);
  // What was written is on the disk when the call returns, also when the power fails.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(tables);
  return database;
}
