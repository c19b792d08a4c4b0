"""How often and how long we try. Delays can be scaled down for tests; whoever does so says it in the contract."""

import os
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    max_retries: int
    base_delay_ms: int
    max_delay_ms: int
    attempt_timeout_ms: int

    def full_jitter_ms(self, retry: int) -> float:
        """STD-17-01 §4.2: anything from nothing to base * 2^retry, up to the cap."""
        return random.uniform(0, min(self.max_delay_ms, self.base_delay_ms * 2**retry))


policy = Policy(
    max_retries=3,
    base_delay_ms=int(os.environ.get("BASE_DELAY_MS", "1000")),
    max_delay_ms=int(os.environ.get("MAX_DELAY_MS", "60000")),
    attempt_timeout_ms=int(os.environ.get("ATTEMPT_TIMEOUT_MS", "10000")),
)
