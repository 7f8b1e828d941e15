"""OpenAI ``POST /completions`` (openai-python 3.54), and Mistral's ``/fim/completions`` (mistralai 3.7).

No model reads these as a conversation, so no note about pseudonyms goes with them.
"""

from config.provider import Dialect
from gateway.wire.format import Delta, Ending, Stream, Unrestorable, WireFormat
from gateway.wire.openai_chat import ANSWER as CHAT_ANSWER
from gateway.wire.openai_chat import LOGPROBS
from gateway.wire.openai_chat import STREAM as CHAT_STREAM
from gateway.wire.shape import FREE, INERT, PIECES, TEXT, TEXT_OR_TOKENS, each, record

_REQUEST = record(
    model=INERT,
    prompt=each(TEXT_OR_TOKENS),
    suffix=TEXT,
    stop=each(TEXT),
    user=TEXT,
    metadata=FREE,
    stream_options=record(include_usage=INERT, include_obfuscation=INERT),
)
_ANSWER = record(
    id=INERT,
    object=INERT,
    model=INERT,
    system_fingerprint=INERT,
    choices=each(record(text=TEXT, finish_reason=INERT, logprobs=PIECES)),
)
_CHOICE = ("choices", "*", "index")

COMPLETIONS = WireFormat(
    name="openai-completions",
    dialect=Dialect.OPENAI,
    request=_REQUEST,
    answer=_ANSWER,
    stream=Stream(
        event=_ANSWER,
        deltas=(Delta(("choices", "*", "text"), (_CHOICE,)),),
        endings=(Ending(("choices", "*", "finish_reason"), (_CHOICE,)),),
    ),
    tokens_read=(("usage", "prompt_tokens"),),
    tokens_written=(("usage", "completion_tokens"),),
    refused_when_hidden=(Unrestorable("logprobs", LOGPROBS),),
    turns="prompt",
    system="",
)
FIM = WireFormat(
    name="mistral-fim",
    dialect=Dialect.OPENAI,
    request=_REQUEST,
    answer=CHAT_ANSWER,
    stream=CHAT_STREAM,
    tokens_read=(("usage", "prompt_tokens"),),
    tokens_written=(("usage", "completion_tokens"),),
    turns="prompt",
    system="",
)
