"""What Gemini answers, for the recording provider: it repeats the last text, thinks it over, or calls a tool with it."""

import base64
from collections.abc import Iterator
from typing import Any

SIGNATURE = base64.b64encode(bytes(range(96))).decode()
USAGE = {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18}


def said(asked: dict[str, Any]) -> str:
    """Return the last thing that the user said."""
    content = next(one for one in reversed(asked["contents"]) if one.get("role", "user") == "user")
    return "".join(part.get("text", "") for part in content["parts"])


def _reply(model: str, parts: list[dict[str, Any]], reason: str | None = "STOP") -> dict[str, Any]:
    candidate = {"content": {"role": "model", "parts": parts}, "index": 0}
    if reason:
        candidate["finishReason"] = reason
    return {
        "candidates": [candidate],
        "usageMetadata": USAGE,
        "modelVersion": model,
        "responseId": "resp_1",
    }


def answer(verb: str, model: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the whole answer to a verb."""
    if verb == "countTokens":
        return {"totalTokens": 42}
    if verb == "batchEmbedContents":
        return {"embeddings": [{"values": [0.5, 0.25]} for _request in asked["requests"]]}
    if verb == "embedContent":
        return {"embedding": {"values": [0.5, 0.25]}}
    text = said(asked)
    parts: list[dict[str, Any]] = []
    if asked.get("generationConfig", {}).get("thinkingConfig"):
        parts.append({"text": f"On me dit : {text}", "thought": True})
    if asked.get("tools"):
        name = asked["tools"][0]["functionDeclarations"][0]["name"]
        call = {"id": "call_1", "name": name, "args": {"texte": text, "lignes": [text]}}
        parts.append({"functionCall": call, "thoughtSignature": SIGNATURE})
    else:
        parts.append({"text": text})
    return _reply(model, parts)


def chunks(model: str, whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an answer in pieces of as many characters as the model's name says."""
    size = int(model.rpartition("-")[2])
    for part in whole["candidates"][0]["content"]["parts"]:
        text = part.get("text")
        if text is None:
            yield _reply(model, [part], None)
            continue
        for start in range(0, len(text), size):
            yield _reply(model, [{**part, "text": text[start : start + size]}], None)
    yield _reply(model, [{"text": "", "thoughtSignature": SIGNATURE}])
