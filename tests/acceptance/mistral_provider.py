"""What Mistral answers where it is not as OpenAI does: texts in chunks, thoughts, tool calls whole, code filled in."""

import json
from collections.abc import Iterator
from typing import Any

SIGNATURE = "c2lnbmF0dXJl" * 8


def _said(asked: dict[str, Any]) -> str:
    if "prompt" in asked:
        return asked["prompt"] + (asked.get("suffix") or "")
    return next(m["content"] for m in reversed(asked["messages"]) if m["role"] == "user")


def _message(asked: dict[str, Any]) -> dict[str, Any]:
    text = _said(asked)
    if asked.get("tools"):
        function = {"name": asked["tools"][0]["function"]["name"], "arguments": {"texte": text}}
        return {"role": "assistant", "content": "", "tool_calls": [{"id": "call_1", "function": function}]}
    if "prompt" in asked:
        return {"role": "assistant", "content": text, "tool_calls": None}
    thought = {
        "type": "thinking",
        "thinking": [{"type": "text", "text": f"On me dit : {text}"}],
        "signature": SIGNATURE,
        "closed": True,
    }
    return {"role": "assistant", "content": [thought, {"type": "text", "text": text}], "tool_calls": None}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    reason = "tool_calls" if asked.get("tools") else "stop"
    return {
        "id": "cmpl-m1",
        "object": "chat.completion",
        "created": 1,
        "model": asked["model"],
        "choices": [{"index": 0, "message": _message(asked), "finish_reason": reason}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }


def events(asked: dict[str, Any]) -> Iterator[str]:
    def event(reason: str | None = None, **delta: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {**whole, "object": "chat.completion.chunk", "choices": [choice]}
        return f"data: {json.dumps(chunk)}\n\n"

    whole = {name: value for name, value in answer(asked).items() if name not in ("choices", "usage")}
    size = int(str(asked["model"]).rpartition("-")[2])
    message = _message(asked)
    yield event(role="assistant", content="")
    if message["tool_calls"]:
        calls = [{**call, "index": 0} for call in message["tool_calls"]]
        for call in calls:
            call["function"] = {**call["function"], "arguments": json.dumps(call["function"]["arguments"])}
        yield event("tool_calls", tool_calls=calls, content="")
    else:
        text = _said(asked)
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        chunked = "prompt" not in asked
        for piece in ["On me dit : ", *pieces] if chunked else ():
            yield event(content=[{"type": "thinking", "thinking": [{"type": "text", "text": piece}]}])
        for piece in pieces:
            yield event(content=[{"type": "text", "text": piece}] if chunked else piece)
        yield event("stop", content="")
    yield "data: [DONE]\n\n"
