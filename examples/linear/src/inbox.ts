/**
 * Events that Linear told us of. They are kept before they are acknowledged, worked on afterwards, and remembered, so that
 * none is lost by a restart and none is worked on twice.
 */
import type { Database } from './database.ts';

export interface Work {
  /** The same for every delivery of the same event. */
  readonly key: string;
  readonly issueId: string;
  readonly correlationId: string;
}

export interface Inbox {
  /** False when the event is known already: this delivery is a duplicate. On disk when it returns. */
  add(work: Work): boolean;
  /** What was acknowledged and is not done yet, oldest first. */
  pending(): readonly Work[];
  done(key: string): void;
}

/** Linear delivers for seven hours and keys hold for 24 (STD-17-01 §4.3); the rest is for whoever looks into an incident. */
const rememberedMs = 30 * 24 * 3_600_000;

export function createInbox(database: Database): Inbox {
  database.prepare('DELETE FROM inbox WHERE handled_at < ?').run(Date.now() - rememberedMs);
  const insert = database.prepare('INSERT INTO inbox (key, work, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const select = database.prepare('SELECT work FROM inbox WHERE handled_at IS NULL ORDER BY received_at, rowid');
  const update = database.prepare('UPDATE inbox SET handled_at = ? WHERE key = ?');
  return {
    add: (work) => insert.run(work.key, JSON.stringify(work), Date.now()).changes === 1,
    pending: () => select.all().map(({ work }) => JSON.parse(String(work))),
    done: (key) => {
      update.run(Date.now(), key);
    },
  };
}
