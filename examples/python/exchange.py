"""One HTTP exchange with the board, with a deadline for the whole of it. Standard library only."""

import http.client
import json
import os
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

LARGEST_REPLY = 10 * 1024 * 1024


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> object | None:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def _connect(url, timeout_s: float) -> http.client.HTTPConnection:
    """Through the proxy of the environment, as urllib would; urllib itself has no deadline for a whole exchange."""
    if url.scheme == "http":
        return http.client.HTTPConnection(url.hostname, url.port or 80, timeout=timeout_s)
    context = ssl.create_default_context()
    proxy = urlsplit(os.environ.get("HTTPS_PROXY", ""))
    if not proxy.hostname:
        return http.client.HTTPSConnection(url.hostname, url.port or 443, timeout=timeout_s, context=context)
    connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=timeout_s, context=context)
    connection.set_tunnel(url.hostname, url.port or 443)
    return connection


def exchange(method: str, address: str, headers: dict, body: bytes | None, timeout_s: float) -> Reply:
    """Raises TimeoutError when it is not over in time, and OSError or HTTPException when the connection breaks."""
    deadline = time.monotonic() + timeout_s

    def left() -> float:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining

    url = urlsplit(address)
    connection = _connect(url, timeout_s)
    try:
        connection.request(method, url.path + (f"?{url.query}" if url.query else ""), body=body, headers=headers)
        sock = connection.sock
        sock.settimeout(left())
        response = connection.getresponse()
        expected = response.length
        pieces = []
        size = 0
        while size <= LARGEST_REPLY:
            sock.settimeout(left())
            piece = response.read1(65536)
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
        if expected is not None and size < expected:
            raise http.client.IncompleteRead(b"")
        return Reply(response.status, response.headers, b"".join(pieces))
    finally:
        connection.close()
