"""What has to outlast a restart, in one SQLite file: events that were acknowledged, dead letters, what people were told."""

import json
import sqlite3
import threading
import time

# A provider may deliver for days, and keys hold for 24 hours (STD-17-01 §4.3).
REMEMBERED_S = 30 * 24 * 3600


class Store:
    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(
            """
            CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, work TEXT NOT NULL, received_at REAL, handled_at REAL);
            CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, list TEXT NOT NULL, entry TEXT NOT NULL);
            """
        )
        self._database.execute("DELETE FROM inbox WHERE handled_at < ?", (time.time() - REMEMBERED_S,))

    def add(self, event_id: str, work: dict) -> bool:
        """False when the event is known already. On disk when it returns."""
        with self._lock:
            cursor = self._database.execute(
                "INSERT INTO inbox (id, work, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (event_id, json.dumps(work), time.time()),
            )
            return cursor.rowcount == 1

    def pending(self) -> list[tuple[str, dict]]:
        """What was acknowledged and is not done yet, oldest first."""
        with self._lock:
            rows = self._database.execute("SELECT id, work FROM inbox WHERE handled_at IS NULL ORDER BY received_at").fetchall()
        return [(event_id, json.loads(work)) for event_id, work in rows]

    def done(self, event_id: str) -> None:
        with self._lock:
            self._database.execute("UPDATE inbox SET handled_at = ? WHERE id = ?", (time.time(), event_id))

    def tell(self, list_name: str, entry: dict) -> None:
        with self._lock:
            self._database.execute("INSERT INTO told (list, entry) VALUES (?, ?)", (list_name, json.dumps(entry)))

    def told(self, list_name: str) -> list[dict]:
        with self._lock:
            rows = self._database.execute("SELECT entry FROM told WHERE list = ? ORDER BY id", (list_name,)).fetchall()
        return [json.loads(entry) for (entry,) in rows]
