"""The note that tells a model what pseudonyms are, placed so that earlier turns stay the same bytes."""

from collections.abc import Sequence
from typing import Any

from config.provider import Dialect
from gateway.privacy.decide import Edit
from gateway.privacy.segments import Segment
from gateway.wire.format import WireFormat
from gateway.wire.shape import Kind

NOTE = (
    "Personal information in this conversation has been replaced by codes in square brackets such as "
    "[PERSON-XXXXXX-XXX]. Codes with the same six middle characters stand for the same person or thing. "
    "Wherever you would write the value, write its code exactly as it stands, brackets included; "
    "do not explain, translate, shorten or invent codes."
)


def opens_conversation(segments: Sequence[Segment], edits: Sequence[Sequence[Edit]], body: Any) -> bool:
    """Return whether something is hidden before the model first spoke.

    Then the note can stand in the system prompt of this turn and of every later one alike.
    """
    spoken = _first_answer(body)
    for segment, own in zip(segments, edits, strict=True):
        if own:
            path = segment.place.path
            if path[0] != "messages" or len(path) < 2 or int(path[1]) < spoken:  # noqa: PLR2004
                return True
    return False


def carrier(segments: Sequence[Segment], edits: Sequence[Sequence[Edit]], body: Any) -> int | None:
    """Return the first segment that hides something and can have the note put behind it, or None.

    It is a text of the caller's side; texts that the model wrote, and JSON, are left as they are.
    """
    for at, (segment, own) in enumerate(zip(segments, edits, strict=True)):
        path, kind = segment.place.path, segment.place.kind
        if not own or segment.place.fixed or kind not in (Kind.TEXT, Kind.JSON) or "*" in path:
            continue
        if path[0] == "messages" and body["messages"][path[1]].get("role") != "assistant":
            return at
    return None


def add_to_system(body: dict[str, Any], wire: WireFormat) -> dict[str, Any]:
    """Return the body with the note at the end of its system prompt."""
    if wire.dialect is Dialect.ANTHROPIC:
        return {**body, "system": _extended(body.get("system"))}
    messages = list(body.get("messages") or [])
    first = messages[0] if messages else {}
    if first.get("role") in ("system", "developer"):
        messages[0] = {**first, "content": _extended(first.get("content"))}
    else:
        messages.insert(0, {"role": "system", "content": NOTE})
    return {**body, "messages": messages}


def _extended(content: Any) -> Any:
    if isinstance(content, list):
        return [*content, {"type": "text", "text": NOTE}]
    return f"{content}\n\n{NOTE}" if content else NOTE


def _first_answer(body: Any) -> int:
    messages = body.get("messages") or []
    roles = [message.get("role") if isinstance(message, dict) else None for message in messages]
    return roles.index("assistant") if "assistant" in roles else len(roles)
