"""The stock anthropic SDK over several turns: tools at once, thinking sent back, structures, citations."""

import json
import re
from itertools import pairwise
from typing import Any

import anthropic
import pytest
from anthropic import Anthropic, AsyncAnthropic, beta_tool
from pydantic import BaseModel

from tests.acceptance.conftest import Gateway, leaked
from tests.acceptance.provider import Exchange

CODE = re.compile(r"\[[A-Z_]+-[A-Z0-9]{6}-[A-Z0-9]{3}\]")
SIGNATURE = "RXFhYjEy" * 20
NAMES = {"Julie Tremblay", "Tremblay", "Luc Gagnon"}
THINKING = {"type": "enabled", "budget_tokens": 1024}


class Lettre(BaseModel):
    texte: str


@pytest.fixture
def client(gateway: Gateway):
    with Anthropic(base_url=gateway.url, api_key=gateway.token, max_retries=0) as made:
        yield made


def saying(text: str) -> dict[str, Any]:
    return {"model": "echo-3", "max_tokens": 2048, "messages": [{"role": "user", "content": text}]}


def message(it: Exchange, *content: dict[str, Any], reason: str = "end_turn") -> dict[str, Any]:
    return {
        "id": "msg_7",
        "type": "message",
        "role": "assistant",
        "model": it.asked["model"],
        "content": list(content),
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 11, "output_tokens": 7},
    }


def tell(it: Exchange, answer: dict[str, Any]) -> None:
    """Answer whole, or in events of which the texts come three characters at a time."""
    if not it.asked.get("stream"):
        it.whole(json.dumps(answer).encode(), content_type="application/json")
        return

    def event(kind: str, **members: Any) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **members})}\n\n".encode()

    it.stream(event("message_start", message={**answer, "content": [], "stop_reason": None}))
    for index, block in enumerate(answer["content"]):
        empty = {**block, **{name: "" for name in ("text", "thinking", "signature") if name in block}}
        it.chunk(event("content_block_start", index=index, content_block=empty))
        # A signature comes whole.
        for name, size in (("text", 3), ("thinking", 3), ("signature", 999)):
            whole = block.get(name, "")
            for at in range(0, len(whole), size):
                delta = {"type": f"{name}_delta", name: whole[at : at + size]}
                it.chunk(event("content_block_delta", index=index, delta=delta))
        it.chunk(event("content_block_stop", index=index))
    stop = {"stop_reason": answer["stop_reason"], "stop_sequence": None}
    it.chunk(event("message_delta", delta=stop, usage={"output_tokens": 7}))
    it.chunk(event("message_stop"))
    it.chunk(b"")


async def test_the_asynchronous_client_and_its_raw_answers(gateway, letter, values) -> None:
    recording = gateway.fresh()
    async with AsyncAnthropic(base_url=gateway.url, api_key=gateway.token, max_retries=0) as client:
        raw = await client.messages.with_raw_response.create(**saying(letter))
        assert raw.headers["x-paravent-request-id"]
        assert (await raw.parse()).content[0].text == letter
        async with client.messages.stream(**saying(letter)) as stream:
            assert "".join([piece async for piece in stream.text_stream]) == letter
            final = await stream.get_final_message()
    assert (final.id, final.stop_reason, final.usage.output_tokens) == ("msg_1", "end_turn", 7)
    assert not leaked(recording, values, gateway.token)


def test_a_message_is_parsed_into_a_structure(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    asked = saying(json.dumps({"texte": letter}, ensure_ascii=False))
    assert client.messages.parse(**asked, output_format=Lettre).parsed_output == Lettre(texte=letter)
    assert not leaked(recording, values, gateway.token)


def test_a_runner_of_tools_hands_them_what_was_written(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    handed: list[str] = []

    @beta_tool
    def enregistrer(texte: str) -> str:
        """Enregistre une lettre."""
        handed.append(texte)
        return f"Lu : {texte}"

    list(client.beta.messages.tool_runner(**saying(letter), tools=[enregistrer], max_iterations=3))
    assert handed == [letter] * len(handed)
    assert len(handed) >= 2
    # It began a thread that the provider would have kept, was told so, and went on without.
    assert "thread" not in {name for body in recording.bodies() for name in body}
    lengths = [len(body["messages"]) for body in recording.bodies()]
    assert lengths == list(range(1, 2 * len(lengths), 2))
    assert not leaked(recording, values, gateway.token)


def test_tools_called_at_once_over_turns(client, gateway) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        codes = list(dict.fromkeys(CODE.findall(json.dumps(it.asked["messages"], ensure_ascii=False))))
        turn = sum(one["role"] == "assistant" for one in it.asked["messages"])
        uses = [
            {"type": "tool_use", "id": f"toolu_{turn}_{n}", "name": "noter", "input": {"qui": who, "rang": n}}
            for n, who in enumerate((codes[0], codes[-1]))
        ]
        tell(it, message(it, {"type": "text", "text": f"Pour {codes[-1]} :"}, *uses, reason="tool_use"))

    recording.script = script
    tool = {"name": "noter", "input_schema": {"type": "object", "properties": {"qui": {"type": "string"}}}}
    asked = saying("Écris à Mme Julie Tremblay.")
    for turn, last in enumerate(("Julie Tremblay", "Luc Gagnon", "Luc Gagnon")):
        answer = client.messages.create(**asked, tools=[tool])
        said, *uses = answer.content
        assert said.text == f"Pour {last} :"
        assert [use.id for use in uses] == [f"toolu_{turn}_0", f"toolu_{turn}_1"]
        assert [use.input for use in uses] == [{"qui": "Julie Tremblay", "rang": 0}, {"qui": last, "rang": 1}]
        results = [
            {"type": "tool_result", "tool_use_id": use.id, "content": "M. Luc Gagnon répond."} for use in uses
        ]
        asked["messages"] += [
            {
                "role": "assistant",
                "content": [block.model_dump(exclude_none=True) for block in answer.content],
            },
            {"role": "user", "content": results},
        ]
    assert not leaked(recording, NAMES, gateway.token)
    bodies = [body["messages"] for body in recording.bodies()]
    assert all(after[: len(before)] == before for before, after in pairwise(bodies))


@pytest.mark.parametrize("stream", [False, True])
def test_signed_thinking_is_sent_back_as_it_came_over_three_turns(client, gateway, stream) -> None:
    recording = gateway.fresh()
    thought: list[str] = []

    def script(it: Exchange) -> None:
        codes = CODE.findall(json.dumps(it.asked["messages"], ensure_ascii=False))
        thought.append(f"{codes[0]} veut une lettre, pour la fois {len(thought)}.")
        thinking = {"type": "thinking", "thinking": thought[-1], "signature": SIGNATURE + str(len(thought))}
        tell(it, message(it, thinking, {"type": "text", "text": f"Chère {codes[0]},"}))

    recording.script = script
    asked = saying("Écris à Mme Julie Tremblay.")
    for _turn in range(3):
        if stream:
            with client.messages.stream(**asked, thinking=THINKING) as streamed:
                answer = streamed.get_final_message()
        else:
            answer = client.messages.create(**asked, thinking=THINKING)
        assert answer.content[1].text == "Chère Julie Tremblay,"
        blocks = [block.model_dump(exclude_none=True) for block in answer.content]
        asked["messages"] += [
            {"role": "assistant", "content": blocks},
            {"role": "user", "content": "Plus court, pour Mme Julie Tremblay."},
        ]
    assert not leaked(recording, NAMES, gateway.token)
    sent = [one for one in recording.bodies()[-1]["messages"] if one["role"] == "assistant"]
    assert [one["content"][0]["thinking"] for one in sent] == thought[:2]
    assert [one["content"][0]["signature"] for one in sent] == [SIGNATURE + "1", SIGNATURE + "2"]


def test_citations_name_whom_the_document_names(client, gateway) -> None:
    recording = gateway.fresh()
    document = "Compte rendu. Mme Julie Tremblay préside. M. Luc Gagnon vote contre."

    def script(it: Exchange) -> None:
        text = it.asked["messages"][0]["content"][0]["source"]["data"]
        start = text.index("[")
        cited = text[start : text.index(".", start)]
        citation = {
            "type": "char_location",
            "cited_text": cited,
            "document_index": 0,
            "document_title": "CR",
            "start_char_index": start,
            "end_char_index": start + len(cited),
            "file_id": None,
        }
        tell(it, message(it, {"type": "text", "text": f"Voici : {cited}", "citations": [citation]}))

    recording.script = script
    part = {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": document}}
    asked = saying("")
    asked["messages"][0]["content"] = [
        {**part, "citations": {"enabled": True}},
        {"type": "text", "text": "Qui préside ?"},
    ]
    (block,) = client.messages.create(**asked).content
    (citation,) = block.citations
    assert block.text == "Voici : Julie Tremblay préside"
    assert citation.cited_text == "Julie Tremblay préside"
    assert citation.cited_text in document
    assert (citation.type, citation.document_index) == ("char_location", 0)
    assert not leaked(recording, NAMES, gateway.token)


def test_files_and_images_are_refused_and_told(client, gateway) -> None:
    recording = gateway.fresh()
    asked = saying("")
    source = {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}
    asked["messages"][0]["content"] = [{"type": "image", "source": source}]
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(**asked)
    assert caught.value.body["error"]["code"] == "attachment_refused"
    with pytest.raises(anthropic.NotFoundError) as gone:
        client.beta.files.upload(file=("julie.txt", b"Mme Julie Tremblay"))
    assert gone.value.body["error"]["code"] == "stored_refused"
    assert not recording.requests
