"""OpenAI ``POST /embeddings`` (openai-python 3.54). Vectors are of the text with its pseudonyms.

The same person has the same pseudonym in every call of a team, so that what is embedded can be found again.
"""

from config.provider import Dialect
from gateway.wire.format import WireFormat
from gateway.wire.shape import INERT, OPAQUE, TEXT, TEXT_OR_TOKENS, each, record

EMBEDDINGS = WireFormat(
    name="openai-embeddings",
    dialect=Dialect.OPENAI,
    request=record(
        model=INERT,
        input=each(TEXT_OR_TOKENS),
        encoding_format=INERT,
        user=TEXT,
        # Mistral
        output_dtype=INERT,
    ),
    answer=record(
        object=INERT,
        model=INERT,
        data=each(record(object=INERT, index=INERT, embedding=each(OPAQUE, OPAQUE.string))),
    ),
    tokens_read=(("usage", "prompt_tokens"),),
    turns="",
    system="",
)
