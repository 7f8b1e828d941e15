"""OpenAI ``POST /moderations`` (openai-python 3.54)."""

from config.provider import Dialect
from gateway.wire.format import WireFormat
from gateway.wire.pictures import CHAT_IMAGE
from gateway.wire.shape import INERT, OPAQUE, TEXT, Kind, each, image_in, record, union

_IMAGE = image_in(CHAT_IMAGE, type=INERT, image_url=record(Kind.OPAQUE, url=OPAQUE))

MODERATIONS = WireFormat(
    name="openai-moderations",
    dialect=Dialect.OPENAI,
    request=record(
        model=INERT,
        input=each(union({"text": record(type=INERT, text=TEXT), "image_url": _IMAGE})),
    ),
    answer=record(id=INERT, model=INERT),
    turns="input",
    system="",
)
