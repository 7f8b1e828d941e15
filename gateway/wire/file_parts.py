"""The parts that carry files in each API, and the parts of text that take their places."""

from gateway.wire.carrier import Carrier, Holds
from gateway.wire.shape import file_in

_INLINE = ("inlineData", "inline_data")
_STORED = ("fileData", "file_data")


def _in(members: tuple[str, ...], *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((member, name) for member in members for name in names)


CHAT_FILE = file_in(
    Carrier(
        data=(("file", "file_data"),),
        name=(("file", "filename"),),
        drops=("type", "file"),
        becomes={"type": "text"},
        unless=(("file", "file_id"),),
    )
)
MISTRAL_DOCUMENT = file_in(
    Carrier(
        data=(("document_url",),),
        name=(("document_name",),),
        drops=("type", "document_url", "document_name"),
        becomes={"type": "text"},
    )
)
RESPONSES_FILE = file_in(
    Carrier(
        data=(("file_data",),),
        name=(("filename",),),
        drops=("type", "file_data", "filename", "detail"),
        becomes={"type": "input_text"},
        unless=(("file_id",), ("file_url",)),
    )
)
#: The source of a document. It stays a document, of text, so that the model can still cite it.
ANTHROPIC_SOURCE = file_in(
    Carrier(
        data=(("data",),),
        media=(("media_type",),),
        drops=("type", "media_type", "data"),
        becomes={"type": "text", "media_type": "text/plain"},
        text=("data",),
    )
)
REFERENCE = file_in(Carrier())
#: Gemini's parts do not say by a type what they hold.
GEMINI_PART = Carrier(
    data=_in(_INLINE, "data"),
    media=_in(_INLINE + _STORED, "mimeType", "mime_type"),
    name=_in(_INLINE, "displayName", "display_name"),
    drops=_INLINE,
    unless=(("text",), *((member,) for member in _STORED)),
    when=_INLINE + _STORED,
    holds=(Holds.FILE, Holds.IMAGE),
)
