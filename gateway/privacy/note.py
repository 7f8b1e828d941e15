"""The note that tells a model what pseudonyms are, placed so that earlier turns stay the same bytes."""

from collections.abc import Sequence
from typing import Any

from gateway.privacy.decide import Edit
from gateway.privacy.segments import Segment
from gateway.wire.format import WireFormat
from gateway.wire.patterns import Pattern

NOTE = (
    "Personal information in this conversation has been replaced by codes in square brackets such as "
    "[PERSON-XXXXXX-XXX]. Codes with the same six middle characters stand for the same person or thing. "
    "Wherever you would write the value, write its code exactly as it stands, brackets included; "
    "do not explain, translate, shorten or invent codes."
)
#: What `carrier` has behind it.
BEHIND = f"\n\n({NOTE})"
#: Every text that `add_to_system` may bring into a body.
ADDED = (NOTE, "system", "text")
#: Members that tell the provider about a request and that the model does not see.
_UNSEEN = frozenset({"header", "metadata", "user", "safety_identifier", "prompt_cache_key"})


def opens_conversation(
    segments: Sequence[Segment], edits: Sequence[Sequence[Edit]], body: Any, wire: WireFormat
) -> bool:
    """Return whether something is hidden before the model first spoke.

    Then the note can stand in the system prompt of this turn and of every later one alike.
    """
    spoken = _first_answer(body, wire)
    for segment, own in zip(segments, edits, strict=True):
        if own and segment.place.path[0] not in _UNSEEN:
            number = _message_number(segment, wire)
            if number is None or number < spoken:
                return True
    return False


def carrier(
    segments: Sequence[Segment], edits: Sequence[Sequence[Edit]], body: Any, wire: WireFormat
) -> int | None:
    """Return the segment to put the note behind: the first that hides something and can have it, or None.

    It is what the caller's side says in a message; texts that the model wrote, JSON, names and titles are
    left as they are. Of text parts that follow each other it is the last: they are one text.
    """
    found: int | None = None
    for at, (segment, own) in enumerate(zip(segments, edits, strict=True)):
        number, path = _message_number(segment, wire), segment.place.path
        if found is not None:
            first = segments[found].place.path
            if path[-1] == first[-1] == "text" and path[:-2] == first[:-2]:
                found = at
        elif (
            own
            and number is not None
            and _is_prose(segment)
            and _speaker(body, number, wire) not in wire.spoken
        ):
            found = at
    return found


def add_to_system(body: dict[str, Any], wire: WireFormat) -> dict[str, Any]:
    """Return the body with the note at the end of its system prompt."""
    if wire.system != wire.turns:
        name = next((name for name in (wire.system, *wire.system_names) if name in body), wire.system)
        said = body.get(name)
        return {**body, name: _with_part(said, wire.system_parts) if wire.system_parts else _extended(said)}
    messages = body.get(wire.turns)
    if not isinstance(messages, list):
        return body
    if _speaker(body, 0, wire) in ("system", "developer"):
        first = {**messages[0], "content": _extended(messages[0].get("content"))}
        return {**body, wire.turns: [first, *messages[1:]]}
    return {**body, wire.turns: [{"role": "system", "content": NOTE}, *messages]}


def without_note(answer: Any, echo: Pattern | None) -> Any:
    """Return an answer, or an event of one, in which ``echo`` is the system prompt that the caller wrote."""
    if echo is None or not isinstance(answer, dict) or echo[0] not in answer:
        return answer
    said = answer[echo[0]]
    if len(echo) > 1:
        return {**answer, echo[0]: without_note(said, echo[1:])}
    if isinstance(said, str) and said.endswith(NOTE):
        return {**answer, echo[0]: said.removesuffix(NOTE).removesuffix("\n\n") or None}
    return answer


def without_note_behind(text: str) -> str:
    """Return a text of the caller's, kept by the provider, without the note that `carrier` put behind it."""
    return text.removesuffix(BEHIND)


def _extended(content: Any) -> Any:
    if isinstance(content, list):
        return [*content, {"type": "text", "text": NOTE}]
    if isinstance(content, str) and content:
        return f"{content}\n\n{NOTE}"
    return content or NOTE


def _with_part(prompt: Any, name: str) -> Any:
    """Return a system prompt that is an object of parts with one more (one part may stand for a list)."""
    prompt = prompt if isinstance(prompt, dict) else {}
    parts = prompt.get(name) or []
    return {**prompt, name: [*(parts if isinstance(parts, list) else [parts]), {"text": NOTE}]}


def _first_answer(body: Any, wire: WireFormat) -> int:
    messages = body.get(wire.turns)
    count = len(messages) if isinstance(messages, list) else 0
    return next((number for number in range(count) if _speaker(body, number, wire) in wire.spoken), count)


def _speaker(body: Any, number: int, wire: WireFormat) -> Any:
    messages = body.get(wire.turns)
    message = messages[number] if isinstance(messages, list) and number < len(messages) else None
    return message.get("role") or message.get("type") if isinstance(message, dict) else None


def _message_number(segment: Segment, wire: WireFormat) -> int | None:
    """Return the position of the message that a segment is in, or None."""
    match segment.place.path:
        case (name, int(number), *_) if name == wire.turns:
            return number
    return None


def _is_prose(segment: Segment) -> bool:
    place = segment.place
    return not place.fixed and "*" not in place.path and place.path[-1] in ("content", "text")
