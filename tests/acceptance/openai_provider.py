"""What OpenAI's smaller and newer operations answer, for the recording provider: it repeats what it is told."""

import base64
import json
import struct
from collections.abc import Iterator
from typing import Any


def said(asked: dict[str, Any]) -> str:
    """Return the last thing that the user said."""
    given = asked["input"]
    if isinstance(given, str):
        return given
    content = next(item["content"] for item in reversed(given) if item.get("role") == "user")
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def _pieces(text: str, asked: dict[str, Any]) -> Iterator[str]:
    size = int(str(asked["model"]).rpartition("-")[2])
    return (text[start : start + size] for start in range(0, len(text), size))


def output(asked: dict[str, Any]) -> list[dict[str, Any]]:
    text = said(asked)
    summary = [{"type": "summary_text", "text": f"On me dit : {text}"}]
    reasoning = {
        "id": "rs_1",
        "type": "reasoning",
        "summary": summary,
        "encrypted_content": base64.b64encode(
            b"a secret of the provider's, as long as it likes" * 3
        ).decode(),
    }
    if asked.get("tools"):
        tool = asked["tools"][0]
        call = {"id": "fc_1", "call_id": "call_1", "name": tool["name"], "status": "completed"}
        if tool["type"] == "custom":
            return [reasoning, {"type": "custom_tool_call", **call, "input": text}]
        return [reasoning, {"type": "function_call", **call, "arguments": json.dumps({"texte": text})}]
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }
    return [reasoning, message]


def response(asked: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return the whole answer, with what the provider repeats of the request."""
    echoed = {
        name: asked.get(name, default)
        for name, default in (
            ("instructions", None),
            ("metadata", {}),
            ("tools", []),
            ("tool_choice", "auto"),
            ("parallel_tool_calls", True),
            ("temperature", 1.0),
            ("top_p", 1.0),
            ("user", None),
            ("text", {"format": {"type": "text"}}),
        )
    }
    usage = {
        "input_tokens": 11,
        "output_tokens": 7,
        "total_tokens": 18,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 3},
    }
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "model": asked["model"],
        "error": None,
        "incomplete_details": None,
        "output": output(asked),
        "usage": usage,
        **echoed,
        **members,
    }


#: How the text of each kind of item is streamed: (name of its events, the member of the last of them).
_STREAMED = {
    "summary_text": ("response.reasoning_summary_text", "text"),
    "output_text": ("response.output_text", "text"),
    "function_call": ("response.function_call_arguments", "arguments"),
    "custom_tool_call": ("response.custom_tool_call_input", "input"),
}


def events(asked: dict[str, Any]) -> Iterator[str]:
    for number, event in enumerate(_events(asked)):
        yield f"event: {event['type']}\ndata: {json.dumps({**event, 'sequence_number': number})}\n\n"


def _events(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    begun = response(asked, status="in_progress", output=[], usage=None)
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    for index, item in enumerate(output(asked)):
        place = {"output_index": index, "item_id": item["id"]}
        bare = {name: value for name, value in item.items() if name != "encrypted_content"}
        parts = item.get("summary") or item.get("content")
        if parts is None:
            name, member = _STREAMED[item["type"]]
            yield {"type": "response.output_item.added", "output_index": index, "item": {**bare, member: ""}}
            yield from _text(name, member, item[member], place, asked)
            if name.startswith("response.function"):
                place["name"] = item["name"]
        else:
            member = "summary" if item.get("summary") else "content"
            bare[member] = []
            yield {"type": "response.output_item.added", "output_index": index, "item": bare}
            inner = {**place, f"{member}_index": 0}
            part_event = "response.reasoning_summary_part" if member == "summary" else "response.content_part"
            part = parts[0]
            yield {"type": f"{part_event}.added", **inner, "part": {**part, "text": ""}}
            name, last = _STREAMED[part["type"]]
            more = {"logprobs": []} if name == "response.output_text" else {}
            yield from _text(name, last, part["text"], {**inner, **more}, asked)
            yield {"type": f"{part_event}.done", **inner, "part": part}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    yield {"type": "response.completed", "response": response(asked)}


def _text(
    name: str, member: str, text: str, place: dict[str, Any], asked: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    for piece in _pieces(text, asked):
        yield {"type": f"{name}.delta", **place, "delta": piece}
    yield {"type": f"{name}.done", **place, member: text}


def completion(asked: dict[str, Any]) -> dict[str, Any]:
    prompts = asked["prompt"] if isinstance(asked["prompt"], list) else [asked["prompt"]]
    choices = [
        {"index": index, "text": prompt + asked.get("suffix", ""), "finish_reason": "stop", "logprobs": None}
        for index, prompt in enumerate(prompts)
    ]
    return {
        "id": "cmpl-1",
        "object": "text_completion",
        "created": 1,
        "model": asked["model"],
        "choices": choices,
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }


def completion_events(asked: dict[str, Any]) -> Iterator[str]:
    whole = completion(asked)
    for choice in whole["choices"]:
        texts = [*_pieces(choice["text"], asked), ""]
        for text in texts:
            last = "stop" if text == "" else None
            piece = {**choice, "text": text, "finish_reason": last}
            yield f"data: {json.dumps({**whole, 'choices': [piece], 'usage': None})}\n\n"
    yield "data: [DONE]\n\n"


def embeddings(asked: dict[str, Any]) -> dict[str, Any]:
    """Return vectors that tell how long each text was."""
    inputs = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]

    def vector(text: str) -> Any:
        numbers = [float(len(text)), 0.5]
        if asked.get("encoding_format") == "base64":
            return base64.b64encode(struct.pack("<2f", *numbers)).decode()
        return numbers

    data = [
        {"object": "embedding", "index": index, "embedding": vector(text)}
        for index, text in enumerate(inputs)
    ]
    return {
        "id": "embd-1",
        "object": "list",
        "model": asked["model"],
        "data": data,
        "usage": {"prompt_tokens": 11, "total_tokens": 11},
    }


def moderation(asked: dict[str, Any]) -> dict[str, Any]:
    count = len(asked["input"]) if isinstance(asked["input"], list) else 1
    result = {"flagged": False, "categories": {}, "category_scores": {}, "category_applied_input_types": {}}
    return {"id": "modr-1", "model": asked.get("model", "omni"), "results": [result] * count}


def input_tokens(_asked: dict[str, Any]) -> dict[str, Any]:
    return {"object": "response.input_tokens", "input_tokens": 42}


def compacted(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what was said, as items that a later call sends again."""
    whole = response(asked)
    told = {"id": "msg_2", "type": "message", "role": "user", "status": "completed"}
    sealed = {"id": "cmp_1", "type": "compaction", "encrypted_content": "c2VhbGVk" * 9}
    content = [{"type": "input_text", "text": said(asked)}]
    output = [{**told, "content": content}, sealed]
    return {
        "id": "resp_c1",
        "object": "response.compaction",
        "created_at": 1,
        "output": output,
        "usage": whole["usage"],
    }


def no_events(_asked: dict[str, Any]) -> Iterator[str]:
    return iter(())


#: What answers a path that ends so: the answer, and the events for one that streams.
ANSWERS = {
    "/responses/input_tokens": (input_tokens, no_events),
    "/responses/compact": (compacted, no_events),
    "/responses": (response, events),
    "/embeddings": (embeddings, no_events),
    "/moderations": (moderation, no_events),
    "/v1/completions": (completion, completion_events),
}
