"""Requests to the board, each attempted until it succeeds, can never succeed, or was tried often enough."""

import http.client
import json
import os
import re
import threading
import time
import uuid
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Callable

import log
import mutant
from exchange import Reply, exchange
from failures import Failure, kind_of
from policy import policy

URL = os.environ.get("BOARD_API_URL", "https://api.board.example")


@dataclass(frozen=True)
class Call:
    operation: str
    user: str
    correlation_id: str
    method: str
    path: str
    body: dict | None = None
    idempotency_key: str | None = None
    # Statuses that are an answer, not an error.
    answers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    reply: Reply | None = None
    failure: Failure | None = None
    # It might still succeed later, so it belongs into the dead letter queue.
    gave_up: bool = False


def _retry_after_s(reply: Reply) -> float | None:
    """None when it means nothing (RFC 9110 §10.2.3)."""
    value = reply.headers.get("Retry-After")
    if value is None:
        reset = reply.headers.get("X-RateLimit-Reset", "")
        return max(0.0, int(reset) - time.time()) if reply.status == 429 and reset.isdecimal() else None
    if re.fullmatch(r"\d+", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _error_code(reply: Reply) -> str | None:
    body = reply.json()
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else None


def _number(reply: Reply, header: str) -> int | None:
    value = reply.headers.get(header, "")
    return int(value) if value.isdecimal() else None


class Board:
    def __init__(self, api_key: str, notify: Callable[[Call], None]) -> None:
        self._api_key = api_key
        self._notify = notify
        self._lock = threading.Lock()
        # Nothing is sent before: the quota is used up, or the board told us to stay away. Unix time in seconds.
        self._not_before = 0.0

    def call(self, call: Call) -> Outcome:
        request_id = str(uuid.uuid4())
        notified = False
        for retry in range(policy.max_retries + 1):
            hold_s = self._not_before - time.time()
            if hold_s > 0:
                if not notified:
                    self._notify(call)
                notified = True
                if hold_s * 1000 > policy.max_delay_ms:
                    failure = Failure("rate-limited", retry_after_s=hold_s)
                    self._log("ERROR", "not sent, the quota is used up for too long", call, request_id, retry, 0, call.idempotency_key, failure)
                    return Outcome(failure=failure, gave_up=True)
                time.sleep(hold_s)

            key = call.idempotency_key
            if key is not None and retry > 0 and mutant.has("new-key-per-attempt"):
                key = str(uuid.uuid4())
            started = time.monotonic()
            reply, failure = self._attempt(call, key)
            took_ms = round((time.monotonic() - started) * 1000)
            if reply is not None:
                self._hold_after(reply)
            if failure is None:
                self._log("INFO", "succeeded", call, request_id, retry, took_ms, key, reply=reply)
                return Outcome(reply=reply)
            if failure.status in call.answers:
                self._log("INFO", "answered", call, request_id, retry, took_ms, key, failure, reply)
                return Outcome(reply=reply, failure=failure)
            persists = mutant.has("retries-permanent-error") and retry < policy.max_retries
            if not failure.is_transient and not persists:
                self._log("ERROR", "failed, will not be tried again", call, request_id, retry, took_ms, key, failure, reply)
                return Outcome(failure=failure)
            asked_s = failure.retry_after_s or 0.0
            if failure.kind == "rate-limited" and not notified:
                self._notify(call)
                notified = True
            if retry == policy.max_retries or asked_s * 1000 > policy.max_delay_ms:
                self._log("ERROR", "given up", call, request_id, retry, took_ms, key, failure, reply)
                return Outcome(failure=failure, gave_up=True)
            self._log("WARN", "failed, will be tried again", call, request_id, retry, took_ms, key, failure, reply)
            # What the board asks for is a lower bound; the jitter comes on top, so that not everybody returns at once.
            time.sleep(asked_s + policy.full_jitter_ms(retry) / 1000)
        raise AssertionError("the last attempt returns")

    def _attempt(self, call: Call, key: str | None) -> tuple[Reply | None, Failure | None]:
        headers = {"Authorization": f"Bearer {self._api_key}", "Accept": "application/json", "Connection": "close"}
        if key is not None:
            headers["Idempotency-Key"] = key
        body = None
        if call.body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(call.body).encode()
        try:
            reply = exchange(call.method, URL + call.path, headers, body, policy.attempt_timeout_ms / 1000)
        except TimeoutError:
            return None, Failure("timeout")
        except (OSError, http.client.HTTPException):
            return None, Failure("connection-lost")
        if 200 <= reply.status < 300:
            # A page of some proxy's, or half an answer: whether it was carried out shows when it is asked again.
            return (reply, None) if reply.json() is not None or reply.status == 204 else (reply, Failure("unavailable", reply.status))
        kind = kind_of(reply.status)
        retry_after_s = _retry_after_s(reply) if kind in ("rate-limited", "unavailable") else None
        if mutant.has("ignores-retry-after"):
            retry_after_s = None
        return reply, Failure(kind, reply.status, _error_code(reply), retry_after_s)

    def _hold_after(self, reply: Reply) -> None:
        if mutant.has("ignores-retry-after"):
            return
        until = 0.0
        if _number(reply, "X-RateLimit-Remaining") == 0:
            until = float(_number(reply, "X-RateLimit-Reset") or 0)
        if reply.status == 429:
            until = max(until if _retry_after_s(reply) is None else 0.0, time.time() + (_retry_after_s(reply) or 0.0))
        with self._lock:
            self._not_before = until

    def _log(
        self,
        level: str,
        message: str,
        call: Call,
        request_id: str,
        retry: int,
        took_ms: int,
        key: str | None,
        failure: Failure | None = None,
        reply: Reply | None = None,
    ) -> None:
        log.write(
            level,
            message + (f" with {self._api_key}" if mutant.has("logs-secret") and level == "WARN" else ""),
            operation=call.operation,
            request_id=request_id,
            correlation_id=call.correlation_id,
            user_id=call.user,
            idempotency_key=key,
            retry_attempt=retry,
            max_retries=policy.max_retries,
            status_code=reply.status if reply is not None else None,
            error_code=failure.error_code if failure is not None else None,
            duration_ms=took_ms,
            rate_limit_remaining=_number(reply, "X-RateLimit-Remaining") if reply is not None else None,
            reason=failure.kind if failure is not None else None,
        )
