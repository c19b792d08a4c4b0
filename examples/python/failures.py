"""What can go wrong at the board, and what a user is told of it (STD-17-01 §3.3, Appendices B and C)."""

import math
from dataclasses import dataclass

TRANSIENT = {"rate-limited", "unavailable", "timeout", "connection-lost"}


@dataclass(frozen=True)
class Failure:
    kind: str
    status: int | None = None
    error_code: str | None = None
    retry_after_s: float | None = None

    @property
    def is_transient(self) -> bool:
        return self.kind in TRANSIENT


def kind_of(status: int) -> str:
    return {401: "auth-failed", 403: "permission-denied", 404: "not-found", 429: "rate-limited"}.get(
        status, "unavailable" if status >= 500 else "invalid-request"
    )


_UNAVAILABLE = (
    "SERVICE_UNAVAILABLE",
    "The board is temporarily unavailable. We'll retry automatically.",
    "There is nothing you need to do. The board usually recovers within a few minutes.",
)

_WORDINGS = {
    "auth-failed": (
        "AUTH_FAILED",
        "Unable to authenticate. Please reconnect your account.",
        "Open Settings, then Integrations, and connect the board again.",
    ),
    "permission-denied": (
        "PERMISSION_DENIED",
        "You don't have permission to access this task.",
        "Ask an administrator of your board to give you access.",
    ),
    "not-found": (
        "NOT_FOUND",
        "The requested task was not found. Please verify it exists.",
        "Open the board and check that the task was not deleted.",
    ),
    "invalid-request": (
        "INVALID_REQUEST",
        "The task's title is invalid. Shorten it or remove unusual characters, then send it again.",
        "Edit the task and try once more.",
    ),
    "rate-limited": (
        "RATE_LIMITED",
        "Processing paused temporarily. Will resume automatically.",
        "There is nothing you need to do.",
    ),
}


def user_error(failure: Failure) -> dict:
    code, message, suggestion = _WORDINGS.get(failure.kind, _UNAVAILABLE)
    error = {"code": code, "message": message, "suggestion": suggestion, "retryable": failure.is_transient}
    if failure.is_transient and failure.retry_after_s is not None:
        error["retryAfter"] = math.ceil(failure.retry_after_s)
    return error
