"""OpenAI ``POST /moderations`` (openai-python 3.54)."""

from config.provider import Dialect
from gateway.wire.format import WireFormat
from gateway.wire.shape import INERT, OPAQUE, TEXT, each, record, union

MODERATIONS = WireFormat(
    name="openai-moderations",
    dialect=Dialect.OPENAI,
    request=record(
        model=INERT,
        input=each(union({"text": record(type=INERT, text=TEXT), "image_url": OPAQUE})),
    ),
    answer=record(id=INERT, model=INERT),
    turns="input",
    system="",
)
