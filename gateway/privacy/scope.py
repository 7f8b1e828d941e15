"""Which calls belong to one conversation, without any stored state."""

from typing import Any

from gateway.wire.strict_json import dump


def conversation(body: Any, turns: str = "messages", session: str = "") -> str:
    """Return what stays the same over the turns of a conversation, to be hashed: never stored or sent.

    A client's session id where it sends one, else the first message of the user, which every turn resends.
    Requests that are no conversation (``turns`` is "") are all the same one: what is embedded today is looked
    for tomorrow.
    """
    if session:
        return session
    messages = body.get(turns) if isinstance(body, dict) else None
    if isinstance(messages, str):
        return _said(messages)
    if isinstance(messages, dict):
        messages = [messages]
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and message.get("role", "user" if "parts" in message else "") == "user":
            return _said(message.get("content", message.get("parts")))
    return dump(messages)


def _said(content: Any) -> str:
    """Return what a message says, without the marks that clients move along as a conversation grows."""
    if isinstance(content, str):
        content = [{"type": "text", "text": content}]
    return dump(_unmarked(content))


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    if isinstance(value, dict):
        kept = {name: _unmarked(item) for name, item in value.items() if name != "cache_control"}
        return kept | {"type": "text"} if kept.get("type") == "input_text" else kept
    return value
