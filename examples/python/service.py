"""Tasks on a board, over HTTP: what our users ask for, and what the shop tells us of. Only the standard library."""

import hashlib
import json
import os
import queue
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

import log
import mutant
from board import Board, Call, Outcome
from failures import user_error
from store import Store
from verify import Refused, verify

LARGEST_BODY = 1024 * 1024


class Service:
    def __init__(self, api_key: str, webhook_secret: str, store: Store) -> None:
        self.webhook_secret = webhook_secret
        self.store = store
        self.board = Board(api_key, lambda call: store.tell("notifications", {"user": call.user, "about": call.operation}))
        self._work: queue.Queue[tuple[str, dict]] = queue.Queue()
        for pending in store.pending():
            self._work.put(pending)
        threading.Thread(target=self._work_on, daemon=True).start()

    def perform(self, call: Call, given: dict) -> Outcome:
        outcome = self.board.call(call)
        if outcome.gave_up:
            self.store.tell("deadLetters", {"operation": call.operation, "input": given, "key": call.idempotency_key})
            self.store.tell("alerts", {"about": f"{call.operation} was given up"})
        return outcome

    def accept(self, event_id: str, event: dict) -> bool:
        """Keeps an event before it is acknowledged. False when it was known."""
        work = {"title": f"Pack {event['data'].get('id')}"}
        if mutant.has("double-effect"):
            self._work.put((str(uuid.uuid4()), work))
            return True
        is_new = self.store.add(event_id, work)
        if is_new:
            self._work.put((event_id, work))
        return is_new

    def _work_on(self) -> None:
        while True:
            event_id, work = self._work.get()
            key = hashlib.sha256(f"board.pack_order.{event_id}".encode()).hexdigest()
            self.perform(
                Call("pack_order", "shop", str(uuid.uuid4()), "POST", "/v1/tasks", work, key), {**work, "event": event_id}
            )
            self.store.done(event_id)


class Handler(BaseHTTPRequestHandler):
    service: Service

    def log_message(self, format: str, *args: object) -> None:
        """Our own lines say it."""

    def _body(self) -> bytes | None:
        """None when it is too large. It is read to its end all the same, so that the sender hears why."""
        left = int(self.headers.get("Content-Length", "0"))
        pieces = []
        is_kept = left <= LARGEST_BODY
        while left > 0:
            piece = self.rfile.read(min(left, 65536))
            if not piece:
                raise ConnectionError("the sender broke off")
            left -= len(piece)
            if is_kept:
                pieces.append(piece)
        return b"".join(pieces) if is_kept else None

    def _answer(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.failure is None:
            self._answer(200, {"task": outcome.reply.json()})
        else:
            status = outcome.failure.status or 503
            self._answer(status if 400 <= status < 600 else 502, {"error": user_error(outcome.failure)})

    def _caller(self) -> tuple[str, str]:
        return self.headers.get("X-User-Id", "unknown"), self.headers.get("X-Correlation-Id") or str(uuid.uuid4())

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        lists = {"/dead-letters": "deadLetters", "/notifications": "notifications", "/alerts": "alerts"}
        if path == "/health":
            self._answer(200, {"ok": True})
        elif path in lists:
            self._answer(200, {"entries": self.service.store.told(lists[path])})
        elif path.startswith("/tasks/"):
            task = unquote(path.removeprefix("/tasks/"))
            user, correlation_id = self._caller()
            call = Call("find_task", user, correlation_id, "GET", f"/v1/tasks/{quote(task, safe='')}", answers=(404,))
            self._tell(self.service.perform(call, {"id": task}))
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body = self._body()
        if self.path == "/tasks" and body is not None:
            given = json.loads(body)
            user, correlation_id = self._caller()
            call = Call("create_task", user, correlation_id, "POST", "/v1/tasks", given, str(uuid.uuid4()))
            self._tell(self.service.perform(call, given))
        elif self.path == "/webhooks/shop":
            self._answer(self._receive(body), {})
        else:
            self._answer(404, {})

    def _receive(self, body: bytes | None) -> int:
        started = time.monotonic()

        def line(level: str, status: int, message: str, reason: str, event_id: str | None = None) -> int:
            log.write(
                level,
                message,
                operation="receive_webhook",
                request_id=str(uuid.uuid4()),
                correlation_id=str(uuid.uuid4()),
                user_id="shop",
                idempotency_key=event_id,
                retry_attempt=0,
                max_retries=0,
                status_code=status,
                duration_ms=round((time.monotonic() - started) * 1000),
                reason=reason,
            )
            return status

        if body is None:
            return line("WARN", 413, "delivery refused", "too-large")
        try:
            event_id = verify(body, self.headers, self.service.webhook_secret)
        except Refused as refused:
            return line("WARN", 401, "delivery refused", str(refused))
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            return line("WARN", 400, "delivery refused", "unreadable")
        data = event.get("data") if isinstance(event, dict) else None
        if not isinstance(data, dict) or event.get("type") != "order.created":
            return line("INFO", 200, "delivery ignored", "not-for-us")
        is_new = self.service.accept(event_id, event)
        return line("INFO", 200, "delivery accepted", "new" if is_new else "duplicate", event_id)


def main() -> None:
    api_key = os.environ.get("BOARD_API_KEY", "")
    webhook_secret = os.environ.get("SHOP_WEBHOOK_SECRET", "")
    if api_key == "" or webhook_secret == "":
        sys.exit("Set BOARD_API_KEY and SHOP_WEBHOOK_SECRET.")
    Handler.service = Service(api_key, webhook_secret, Store(os.environ.get("BOARD_STORE", "board.db")))
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()


if __name__ == "__main__":
    main()
