"""What Ollama answers, for the recording provider: it repeats the last text, or calls a tool with it."""

import json
from collections.abc import Iterator
from typing import Any

MODELS = [{"name": name, "model": name, "size": 1} for name in ("echo-1", "echo-3", "secret-model")]
_COUNTS = {"total_duration": 1, "prompt_eval_count": 11, "eval_count": 7}


def answer(path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the whole answer to a path."""
    head = {"model": asked["model"], "created_at": "2026-11-24T10:00:00.123456Z"}
    end = {"done": True, "done_reason": "stop", **_COUNTS}
    if path == "/api/embed":
        return {"model": asked["model"], "embeddings": [[0.5, 0.25] for _text in asked["input"]]}
    if path == "/api/embeddings":
        return {"embedding": [0.5, 0.25]}
    if path == "/api/generate":
        return {**head, "response": asked["prompt"], **end, "context": [1, 2, 3]}
    text = next(one["content"] for one in reversed(asked["messages"]) if one["role"] == "user")
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if asked.get("think"):
        message["thinking"] = f"On me dit : {text}"
    if asked.get("tools"):
        name = asked["tools"][0]["function"]["name"]
        called = {"function": {"name": name, "arguments": {"texte": text, "lignes": [text]}}}
        message = {"role": "assistant", "content": "", "tool_calls": [called]}
    return {**head, "message": message, **end}


def lines(path: str, asked: dict[str, Any]) -> Iterator[str]:
    """Yield an answer in lines, in pieces of as many characters as the model's name says."""
    whole = answer(path, asked)
    size = int(str(asked["model"]).rpartition("-")[2])
    head = {"model": whole["model"], "created_at": whole["created_at"], "done": False}
    message = whole.get("message", {})
    for member in ("thinking", "content"):
        text = whole["response"] if "response" in whole and member == "content" else message.get(member, "")
        for start in range(0, len(text), size):
            piece = text[start : start + size]
            said = (
                {"message": {"role": "assistant", "content": "", member: piece}}
                if message
                else {"response": piece}
            )
            yield json.dumps({**head, **said}) + "\n"
    if message.get("tool_calls"):
        yield json.dumps({**head, "message": message}) + "\n"
    last = {"message": {"role": "assistant", "content": ""}} if message else {"response": ""}
    yield json.dumps({**whole, **last}) + "\n"
