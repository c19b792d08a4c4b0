"""One JSON line for each attempt, in the field names of STD-17-01 Part 2. Nothing that a provider or a user wrote is logged."""

import json
import sys
import threading
from datetime import datetime, timezone

_lock = threading.Lock()


def write(level: str, message: str, **fields: object) -> None:
    line = {
        "timestamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": level,
        "service": "board",
        "message": message,
        **{name: value for name, value in fields.items() if value is not None},
    }
    with _lock:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
