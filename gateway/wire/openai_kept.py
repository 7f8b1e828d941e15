"""What OpenAI keeps: responses (``/responses/{id}``) and conversations (``/conversations``).

Each operation tells by which ids it refers to what is kept, so that the vault can restore it. Source: OpenAI
description of 2026-08-21; openai-python 3.54.
"""

from collections.abc import Mapping
from dataclasses import replace

from config.provider import Dialect
from gateway.wire.cited import Cited
from gateway.wire.format import WireFormat
from gateway.wire.keeping import Keeping
from gateway.wire.openai_items import KEPT_ITEM
from gateway.wire.openai_responses import COMPACT, INPUT_TOKENS, KEPT_REQUEST, RESPONSES, cited
from gateway.wire.shape import FREE, INERT, Shape, each, record

_REFERS = (("previous_response_id",), ("conversation",), ("conversation", "id"))
_ITEM_LIST = record(object=INERT, first_id=INERT, last_id=INERT, data=each(KEPT_ITEM))
_WRITTEN = record(items=each(KEPT_ITEM), metadata=FREE)
_CONVERSATION = record(id=INERT, object=INERT, metadata=FREE)
_IN_LIST = cited("data", "*", "content", "*")
_LISTED = (("data", "*", "id"),)
_PAGES = frozenset({"after", "before", "limit", "order", "include", "include[]"})
_STREAMED = frozenset({"include", "include[]", "include_obfuscation", "starting_after", "stream"})


def _recalled(name: str, answer: Shape, *marks: Cited) -> WireFormat:
    """Return the format of an operation without a body, that no model sees."""
    return WireFormat(
        name, Dialect.OPENAI, record(), answer, turns="", system="", names_model=False, cited=marks
    )


_RESPONSE_IDS = (("id",), ("response", "id"))
_ITEM_IDS = (("output", "*", "id"), ("response", "output", "*", "id"), ("item", "id"))

GET_RESPONSE = replace(RESPONSES, name="openai-response-get", names_model=False)
CANCEL_RESPONSE = replace(GET_RESPONSE, name="openai-response-cancel", stream=None)
DELETE_RESPONSE = _recalled("openai-response-delete", record(id=INERT, object=INERT))
INPUT_ITEMS = _recalled("openai-response-input-items", _ITEM_LIST, _IN_LIST)

GET_CONVERSATION = _recalled("openai-conversation-get", _CONVERSATION)
DELETE_CONVERSATION = _recalled("openai-conversation-delete", record(id=INERT, object=INERT))
LIST_ITEMS = _recalled("openai-conversation-items", _ITEM_LIST, _IN_LIST)
GET_ITEM = _recalled("openai-conversation-item-get", KEPT_ITEM, cited("content", "*"))
DELETE_ITEM = _recalled("openai-conversation-item-delete", _CONVERSATION)


def _written(name: str, answer: Shape) -> WireFormat:
    """Return the format of an operation that puts items or facts into a conversation."""
    return replace(
        RESPONSES,
        name=name,
        request=_WRITTEN,
        answer=answer,
        stream=None,
        tokens_read=(),
        tokens_written=(),
        refused_when_hidden=(),
        structured=(),
        turns="items",
        # The note stands in the instructions of the calls that go on with the conversation.
        system="",
        echo=None,
        names_model=False,
        cited=(_IN_LIST,),
        resent=(cited("items", "*", "content", "*"),),
    )


CREATE_CONVERSATION = _written("openai-conversation-create", _CONVERSATION)
UPDATE_CONVERSATION = _written("openai-conversation-update", _CONVERSATION)
CREATE_ITEMS = _written("openai-conversation-items-create", _ITEM_LIST)
#: What has a body and makes no sense without what is kept.
WRITTEN = (CREATE_CONVERSATION, UPDATE_CONVERSATION, CREATE_ITEMS)

#: How each operation uses what is kept, by its name.
KEEPING: Mapping[str, Keeping] = {
    RESPONSES.name: Keeping(
        replace(RESPONSES, request=KEPT_REQUEST),
        refers=_REFERS,
        pointers=("input", "*"),
        joins=(("conversation",), ("conversation", "id")),
        ids=_RESPONSE_IDS,
        parts=_ITEM_IDS,
        kept_unless="store",
    ),
    **{
        wire.name: Keeping(replace(wire, request=KEPT_REQUEST), refers=_REFERS, pointers=("input", "*"))
        for wire in (INPUT_TOKENS, COMPACT)
    },
    GET_RESPONSE.name: Keeping(GET_RESPONSE, parts=_ITEM_IDS, query=_STREAMED),
    CANCEL_RESPONSE.name: Keeping(CANCEL_RESPONSE, parts=_ITEM_IDS),
    DELETE_RESPONSE.name: Keeping(DELETE_RESPONSE, erases=True),
    INPUT_ITEMS.name: Keeping(INPUT_ITEMS, parts=_LISTED, query=_PAGES),
    CREATE_CONVERSATION.name: Keeping(
        CREATE_CONVERSATION, pointers=("items", "*"), ids=(("id",),), begins=True
    ),
    GET_CONVERSATION.name: Keeping(GET_CONVERSATION),
    UPDATE_CONVERSATION.name: Keeping(UPDATE_CONVERSATION, joins_path=True),
    DELETE_CONVERSATION.name: Keeping(DELETE_CONVERSATION, erases=True),
    LIST_ITEMS.name: Keeping(LIST_ITEMS, parts=_LISTED, query=_PAGES),
    CREATE_ITEMS.name: Keeping(
        CREATE_ITEMS, pointers=("items", "*"), joins_path=True, parts=_LISTED, query=_STREAMED
    ),
    GET_ITEM.name: Keeping(GET_ITEM, query=_STREAMED),
    DELETE_ITEM.name: Keeping(DELETE_ITEM, erases=True),
}
