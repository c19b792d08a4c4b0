"""One mistake at a time, for those who want to see it found. Unset in production, and then everything here says no."""

import os

_mutant = os.environ.get("MUTANT", "")


def has(mistake: str) -> bool:
    return _mutant == mistake
