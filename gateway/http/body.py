"""Reading a request body within limits, whatever its declared length says."""

from collections.abc import AsyncIterator, Mapping
from email.message import Message
from typing import Any

from config.errors import phrase
from gateway.errors import TooLarge, Unreadable, UnsupportedEncoding
from gateway.http.compressed import CODINGS, Decompression
from gateway.wire.strict_json import NotJson, parse_bytes

_IDENTITY = "identity"


async def read_body(headers: Mapping[str, str], chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """Return the body, uncompressed. ``limit`` is for what comes and for what it becomes, in bytes.

    Raises `TooLarge` as soon as it is, `UnsupportedEncoding` for what cannot be read, `Unreadable` for what
    is damaged.
    """
    coding = headers.get("content-encoding", _IDENTITY).strip().lower()
    if coding != _IDENTITY and coding not in CODINGS:
        raise UnsupportedEncoding
    if not _is_json(headers.get("content-type", "application/json")):
        raise UnsupportedEncoding
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise TooLarge(limit=limit)
    undo = None if coding == _IDENTITY else Decompression(coding, limit)
    body = bytearray()
    async for chunk in chunks:
        body += chunk if undo is None else undo.feed(chunk)
        if len(body) > limit:
            raise TooLarge(limit=limit)
    if undo is not None:
        undo.end()
    return bytes(body)


def parse_body(body: bytes) -> dict[str, Any]:
    """Return the JSON object that a body holds. Raises `Unreadable`, saying why without quoting it."""
    try:
        value = parse_bytes(body)
    except NotJson as error:
        raise Unreadable(
            phrase("The request body is not acceptable JSON: %(reason)s."), reason=error.reason
        ) from None
    if not isinstance(value, dict):
        raise Unreadable(phrase("The request body must be a JSON object."))
    return value


def _is_json(content_type: str) -> bool:
    if content_type == "application/json":
        return True
    message = Message()
    message["content-type"] = content_type
    kind = message.get_content_type()
    charset = str(message.get_param("charset") or "utf-8").lower()
    return (kind == "application/json" or kind.endswith("+json")) and charset in ("utf-8", "utf8", "us-ascii")
