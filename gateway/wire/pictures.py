"""The parts that carry images in each API, and the slots that stand for images while one is rewritten."""

from collections.abc import Sequence
from typing import Any

from gateway.wire.carrier import Carrier, Holds


class Slot(str):
    """Stands where an image was, and stands again once it is painted over. Its text is its number.

    No text that came in a request is one: what holds a slot was looked at. One that is never filled leaves as
    a number.
    """

    __slots__ = ()


def has_slot(value: Any) -> bool:
    """Return whether a part holds a slot, by itself or in one of its members."""
    if isinstance(value, dict):
        return any(map(has_slot, value.values()))
    return isinstance(value, Slot)


def filled(value: Any, contents: Sequence[str]) -> Any:
    """Return a body with each slot filled by the content of its number."""
    if isinstance(value, Slot):
        return contents[int(value)]
    if isinstance(value, list):
        return [filled(item, contents) for item in value]
    if isinstance(value, dict):
        return {name: filled(item, contents) for name, item in value.items()}
    return value


_IMAGE = (Holds.IMAGE,)
#: Mistral also takes the address alone.
CHAT_IMAGE = Carrier(data=(("image_url", "url"), ("image_url",)), holds=_IMAGE)
RESPONSES_IMAGE = Carrier(data=(("image_url",),), unless=(("file_id",),), holds=_IMAGE)
ANTHROPIC_IMAGE = Carrier(
    data=(("source", "data"),),
    media=(("source", "media_type"),),
    unless=(("source", "url"), ("source", "file_id")),
    holds=_IMAGE,
)
#: The image itself, or the address of one.
BARE_IMAGE = Carrier(data=((),), holds=_IMAGE)
