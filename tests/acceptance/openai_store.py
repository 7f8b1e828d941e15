"""What OpenAI keeps between calls, for the recording provider: responses and conversations, as it was told them."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.acceptance import openai_provider

_IDS = re.compile(r'"(resp|msg|rs|fc)_1"')
_PATH = re.compile(r"/v1/(responses|conversations)(?:/([^/]+))?(?:/(cancel|input_items|items)(?:/([^/]+))?)?")


class OpenAIStore:
    """Answers by repeating everything that the user has said in the conversation, oldest first."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.inputs: dict[str, list[dict[str, Any]]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.events: dict[str, list[str]] = {}
        self.conversations: dict[str, dict[str, Any]] = {}
        self.items: dict[str, list[dict[str, Any]]] = {}

    def serves(self, method: str, path: str, asked: Any) -> bool:
        """Return whether a request is about what is kept."""
        match = _PATH.fullmatch(path)
        if match is None or match[2] in ("compact", "input_tokens"):
            return False
        creates = method == "POST" and match[1] == "responses" and match[2] is None
        return not creates or "kept" in asked["model"]

    def answer(self, method: str, path: str, query: str, asked: Any) -> tuple[int, Any]:
        """Return the status and the body, or a list of events."""
        match = _PATH.fullmatch(path)
        assert match
        kind, id_, below, item = match.groups()
        if id_ is None:
            return 200, self._respond(asked) if kind == "responses" else self._converse(asked)
        known = self.answers if kind == "responses" else self.conversations
        if id_ not in known:
            return 404, {"error": {"message": "No such thing.", "type": "invalid_request_error"}}
        if kind == "responses":
            return 200, self._of_response(method, id_, below, query)
        return 200, self._of_conversation(method, id_, below, item, asked)

    def _respond(self, asked: dict[str, Any]) -> Any:
        conversation = asked.get("conversation")
        conversation = conversation["id"] if isinstance(conversation, dict) else conversation
        history = [*self.inputs.get(asked.get("previous_response_id") or "", ())]
        history += self.items.get(conversation, [])
        given = asked["input"]
        if isinstance(given, str):
            given = [{"role": "user", "content": given}]
        given = [self._named("message", item) for item in self._followed(given)]
        said = [_text(item) for item in (*history, *given) if item.get("role") == "user"]
        number = next(self._numbers)

        def own(text: str) -> str:
            return _IDS.sub(rf'"\g<1>_{number}"', text)

        echo = {**asked, "input": "\n".join(said)}
        whole = json.loads(own(json.dumps(openai_provider.response(echo))))
        id_ = whole["id"]
        self.inputs[id_] = [*history, *given]
        self.answers[id_] = whole
        self.events[id_] = [own(event) for event in openai_provider.events(echo)]
        if conversation:
            self.items[conversation] += [*given, *whole["output"]]
        return self.events[id_] if asked.get("stream") else whole

    def _followed(self, given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        known = {item["id"]: item for whole in self.answers.values() for item in whole["output"]}
        for item in given:
            yield known[item["id"]] if item.get("type") == "item_reference" else item

    def _converse(self, asked: dict[str, Any]) -> dict[str, Any]:
        id_ = f"conv_{next(self._numbers)}"
        self.items[id_] = [self._named("message", item) for item in asked.get("items") or ()]
        self.conversations[id_] = {
            "id": id_,
            "object": "conversation",
            "created_at": 1,
            "metadata": asked.get("metadata"),
        }
        return self.conversations[id_]

    def _of_response(self, method: str, id_: str, below: str | None, query: str) -> Any:
        if method == "DELETE":
            del self.answers[id_]
            return {"id": id_, "object": "response", "deleted": True}
        if below == "cancel":
            return {**self.answers[id_], "status": "cancelled"}
        if below == "input_items":
            return _listed(self.inputs[id_], query)
        return self.events[id_] if "stream=true" in query else self.answers[id_]

    def _of_conversation(self, method: str, id_: str, below: str | None, item: str | None, asked: Any) -> Any:
        if below is None:
            if method == "DELETE":
                del self.conversations[id_]
                return {"id": id_, "object": "conversation.deleted", "deleted": True}
            if method == "POST":
                self.conversations[id_]["metadata"] = asked["metadata"]
            return self.conversations[id_]
        if item is None:
            if method == "GET":
                return _listed(self.items[id_], "")
            new = [self._named("message", given) for given in asked["items"]]
            self.items[id_] += new
            return _listed(new, "")
        if method == "DELETE":
            self.items[id_] = [kept for kept in self.items[id_] if kept["id"] != item]
            return self.conversations[id_]
        return next(kept for kept in self.items[id_] if kept["id"] == item)

    def _named(self, kind: str, item: dict[str, Any]) -> dict[str, Any]:
        content = item.get("content")
        if isinstance(content, str):
            content = [{"type": "input_text", "text": content}]
        own = {"id": f"msg_in_{next(self._numbers)}", "status": "completed", "type": kind}
        return {**own, **item, **({"content": content} if content else {})}


def _text(item: dict[str, Any]) -> str:
    return "".join(part["text"] for part in item["content"])


def _listed(items: list[dict[str, Any]], query: str) -> dict[str, Any]:
    after = re.search(r"after=([^&]+)", query)
    if after:
        at = next(number for number, item in enumerate(items) if item["id"] == after[1])
        items = items[at + 1 :]
    limit = re.search(r"limit=([0-9]+)", query)
    more = bool(limit) and len(items) > int(limit[1])  # type: ignore[index]
    items = items[: int(limit[1])] if limit else items
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else {}
    return {"object": "list", "data": items, "has_more": more, **ends}
