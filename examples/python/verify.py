"""Deliveries of the shop, signed as standardwebhooks.com says: HMAC-SHA256 over id, time and the raw body."""

import base64
import hashlib
import hmac
import json
import time
from email.message import Message

import mutant

TOLERANCE_S = 300


class Refused(Exception):
    """The reason is our own word: nothing that was sent is repeated."""


def _single(headers: Message, name: str) -> str:
    values = headers.get_all(name, [])
    if len(values) != 1 or values[0] == "":
        raise Refused(f"{name}-missing")
    return values[0]


def _rewritten(body: bytes) -> list[bytes]:
    """What a framework that parses the body before us would have left. Nothing, unless somebody wants to see the mistake."""
    if not mutant.has("reserialised-body"):
        return []
    try:
        return [json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()]
    except ValueError:
        return []


def verify(body: bytes, headers: Message, secret: str) -> str:
    """Gives the id of the event. Raises Refused."""
    event_id = _single(headers, "webhook-id")
    stamp = _single(headers, "webhook-timestamp")
    signatures = _single(headers, "webhook-signature")
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > TOLERANCE_S:
        raise Refused("too-old")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    for signed in [body, *_rewritten(body)]:
        expected = base64.b64encode(hmac.new(key, f"{event_id}.{stamp}.".encode() + signed, hashlib.sha256).digest())
        for signature in signatures.split(" "):
            version, _, digest = signature.partition(",")
            if version == "v1" and hmac.compare_digest(expected, digest.encode()):
                return event_id
    raise Refused("signature-wrong")
