"""What Cohere answers, for the recording provider: it repeats the last text, cites it, or calls a tool with it."""

import json
from collections.abc import Iterator
from typing import Any

_USAGE = {
    "billed_units": {"input_tokens": 11, "output_tokens": 7},
    "tokens": {"input_tokens": 11, "output_tokens": 7},
}


def _said(asked: dict[str, Any]) -> str:
    content = next(one["content"] for one in reversed(asked["messages"]) if one["role"] == "user")
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _message(asked: dict[str, Any]) -> dict[str, Any]:
    text = _said(asked)
    if asked.get("tools"):
        function = {
            "name": asked["tools"][0]["function"]["name"],
            "arguments": json.dumps({"texte": text}),
        }
        calls = [{"id": "outil_0", "type": "function", "function": function}]
        return {"role": "assistant", "tool_plan": f"Je note : {text}", "tool_calls": calls}
    message: dict[str, Any] = {"role": "assistant", "content": [{"type": "text", "text": text}]}
    if asked.get("thinking"):
        message["content"].insert(0, {"type": "thinking", "thinking": f"On me dit : {text}"})
    if asked.get("documents"):
        source = {"type": "document", "id": "doc:0", "document": {"id": "doc:0", **_data(asked)}}
        message["citations"] = [
            {"start": 0, "end": len(text), "text": text, "type": "TEXT_CONTENT", "sources": [source]}
        ]
    return message


def _data(asked: dict[str, Any]) -> dict[str, Any]:
    first = asked["documents"][0]
    return {"text": first} if isinstance(first, str) else first["data"]


def answer(path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the whole answer to a path."""
    meta = {"api_version": {"version": "2"}, "billed_units": {"input_tokens": 11}}
    if path == "/v2/embed":
        texts = (
            asked.get("texts")
            or asked.get("images")
            or [part["text"] for one in asked["inputs"] for part in one["content"]]
        )
        vectors = {"float": [[float(len(text)), 0.5] for text in texts]}
        return {
            "id": "e_1",
            "response_type": "embeddings_by_type",
            "embeddings": vectors,
            "texts": texts,
            "meta": meta,
        }
    if path == "/v2/rerank":
        results = [{"index": at, "relevance_score": 0.5 ** (at + 1)} for at in range(len(asked["documents"]))]
        return {"id": "r_1", "results": results, "meta": meta}
    reason = "TOOL_CALL" if asked.get("tools") else "COMPLETE"
    return {"id": "c_1", "finish_reason": reason, "message": _message(asked), "usage": _USAGE}


def events(asked: dict[str, Any]) -> Iterator[str]:
    """Yield an answer's events, in pieces of as many characters as the model's name says."""

    def event(kind: str, **members: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **members})}\n\n"

    def said(index: int, kind: str, **message: Any) -> str:
        return event(kind, index=index, delta={"message": message})

    size = int(str(asked["model"]).rpartition("-")[2])

    def cut(text: str) -> list[str]:
        return [text[start : start + size] for start in range(0, len(text), size)]

    message = _message(asked)
    head = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}
    yield event("message-start", id="c_1", delta={"message": head})
    for index, part in enumerate(message.get("content", ())):
        kind = part["type"]
        yield said(index, "content-start", content={"type": kind, kind: ""})
        for piece in cut(part[kind]):
            yield said(index, "content-delta", content={kind: piece})
        for number, citation in enumerate(message.get("citations", ()) if kind == "text" else ()):
            yield said(number, "citation-start", citations=citation)
            yield event("citation-end", index=number)
        yield event("content-end", index=index)
    for piece in cut(message.get("tool_plan", "")):
        yield event("tool-plan-delta", delta={"message": {"tool_plan": piece}})
    for index, call in enumerate(message.get("tool_calls", ())):
        begun = {**call, "function": {**call["function"], "arguments": ""}}
        yield said(index, "tool-call-start", tool_calls=begun)
        for piece in cut(call["function"]["arguments"]):
            yield said(index, "tool-call-delta", tool_calls={"function": {"arguments": piece}})
        yield event("tool-call-end", index=index)
    reason = "TOOL_CALL" if message.get("tool_calls") else "COMPLETE"
    yield event("message-end", id="c_1", delta={"finish_reason": reason, "usage": _USAGE})
