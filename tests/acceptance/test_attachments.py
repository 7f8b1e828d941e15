"""Files through the stock SDKs: what is personal in them stays here, and the answer is restored."""

import base64
import json
from collections.abc import Iterator

import httpx
import pytest
from anthropic import Anthropic
from google import genai
from google.genai import types
from mistralai.client import Mistral
from openai import BadRequestError, OpenAI

from audit.records import Kind
from tests.acceptance.conftest import PERSON, Gateway, start, stop
from tests.acceptance.provider import Provider
from tests.gateway.attachments.files import DOCX, PPTX, XLSX, excel, pdf, powerpoint, with_parts, word

NAS = "558 073 029"
SAID = f"Dossier de Mme {PERSON}, NAS {NAS}."
POLICY = "policies: {default: {files: extract}}\nattachments: {pages: 40, deadline: 20}\n"
FILES = {
    "docx": (DOCX, word("Réunion du comité", SAID)),
    "xlsx": (XLSX, excel(("Nom", "NAS"), (PERSON, NAS), ("Julie Tremblay", ""))),
    "pptx": (PPTX, powerpoint("Réunion du comité", SAID)),
    "pdf": ("application/pdf", pdf("Réunion du comité", SAID)),
    "csv": ("text/csv", f"Nom;NAS\n{PERSON};{NAS}\n".encode("cp1252")),
    "html": (
        "text/html",
        f"<html><p>{SAID.replace('è', '&egrave;').replace('È', '&Egrave;')}</p></html>".encode(),
    ),
    "json": ("application/json", json.dumps({"nom": PERSON, "nas": NAS}).encode()),
    "md": ("text/markdown", f"# Dossier\n\n{SAID}\n".encode()),
}
PERSONAL = {PERSON, "Gagnon", NAS, NAS.replace(" ", ""), "Julie Tremblay"}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Gateway]:
    """A gateway whose policy has files read."""
    running = start(tmp_path_factory.mktemp("reading"), provider, extra=POLICY)
    yield running
    stop(running)


def encoded(kind: str) -> str:
    return base64.b64encode(FILES[kind][1]).decode()


def left(gateway: Gateway, recording) -> str:
    """What reached the provider, none of it personal, nor the file itself."""
    everything = recording.everything()
    spelled = everything + json.dumps(recording.bodies(), ensure_ascii=False)
    assert not {value for value in PERSONAL if value in spelled}
    assert "base64" not in everything
    assert "[PERSON-" in everything
    return everything


@pytest.mark.parametrize("kind", FILES)
def test_chat_completions(reading, kind) -> None:
    recording = reading.fresh()
    part = {
        "type": "file",
        "file": {
            "filename": f"CV_Gagnon_Marie-Ève.{kind}",
            "file_data": f"data:{FILES[kind][0]};base64,{encoded(kind)}",
        },
    }
    with OpenAI(base_url=f"{reading.url}/v1", api_key=reading.token, max_retries=0) as client:
        messages = [{"role": "user", "content": [{"type": "text", "text": "Résume."}, part]}]
        answer = client.chat.completions.create(model="echo-3", messages=messages)
    left(reading, recording)
    assert PERSON in answer.choices[0].message.content


@pytest.mark.parametrize("kind", FILES)
def test_responses(reading, kind) -> None:
    recording = reading.fresh()
    part = {
        "type": "input_file",
        "filename": f"CV_Gagnon_Marie-Ève.{kind}",
        "file_data": f"data:{FILES[kind][0]};base64,{encoded(kind)}",
    }
    with OpenAI(base_url=f"{reading.url}/v1", api_key=reading.token, max_retries=0) as client:
        said = [{"role": "user", "content": [part, {"type": "input_text", "text": f"Qui est {PERSON} ?"}]}]
        answer = client.responses.create(model="echo-3", input=said, store=False)
    left(reading, recording)
    assert PERSON in answer.output_text


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "html"])
def test_anthropic(reading, kind) -> None:
    recording = reading.fresh()
    source = {"type": "base64", "media_type": FILES[kind][0], "data": encoded(kind)}
    document = {"type": "document", "source": source, "title": "Dossier", "citations": {"enabled": True}}
    with Anthropic(base_url=reading.url, api_key=reading.token, max_retries=0) as client:
        answer = client.messages.create(
            model="echo-3",
            max_tokens=99,
            messages=[
                {
                    "role": "user",
                    "content": [document, {"type": "text", "text": f"Que dit le document de {PERSON} ?"}],
                }
            ],
        )
    everything = left(reading, recording)
    assert answer.content[0].text == f"Que dit le document de {PERSON} ?"
    (body,) = recording.bodies()
    sent, asked = body["messages"][0]["content"]
    assert (sent["source"]["type"], sent["source"]["media_type"]) == ("text", "text/plain")
    assert sent["citations"] == {"enabled": True}
    # The same person in the file and in the question.
    code = asked["text"].partition("document de ")[2].partition(" ?")[0]
    assert code in sent["source"]["data"]
    assert everything.count(code) >= 2


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "csv"])
def test_gemini(reading, kind) -> None:
    recording = reading.fresh()
    options = types.HttpOptions(base_url=reading.url)
    file = types.Part.from_bytes(data=FILES[kind][1], mime_type=FILES[kind][0])
    with genai.Client(api_key=reading.token, http_options=options) as client:
        answer = client.models.generate_content(model="echo-3", contents=[file, "Résume."])
    left(reading, recording)
    assert answer.text


def test_mistral(reading) -> None:
    recording = reading.fresh()
    url = f"data:application/pdf;base64,{encoded('pdf')}"
    with Mistral(api_key=reading.token, server_url=f"{reading.url}/mistral") as client:
        client.chat.complete(
            model="echo-3",
            messages=[{"role": "user", "content": [{"type": "document_url", "document_url": url}]}],
        )
    left(reading, recording)


def test_a_conversation_that_is_sent_again_leaves_as_the_same_bytes(reading) -> None:
    recording = reading.fresh()
    file = {
        "type": "file",
        "file": {"filename": "a.docx", "file_data": f"data:{DOCX};base64,{encoded('docx')}"},
    }
    first = {"role": "user", "content": [{"type": "text", "text": "Résume."}, file]}
    turns = [first, {"role": "assistant", "content": "Voilà."}, {"role": "user", "content": "Plus court."}]
    for messages in ([first], turns):
        body = {"model": "echo-3", "messages": messages}
        assert httpx.post(
            f"{reading.url}/v1/chat/completions", json=body, headers=reading.credentials, timeout=60
        ).is_success
    one, two = recording.bodies()
    assert two["messages"][: len(one["messages"])] == one["messages"]


def test_what_was_read_is_on_record(reading) -> None:
    file = {"type": "file", "file": {"filename": "a.pdf", "file_data": encoded("pdf")}}
    answer = reading.post([{"type": "text", "text": "Résume."}, file])
    assert answer.is_success
    (event,) = [
        each
        for each in reading.events(Kind.ADMINISTRATION)
        if each.values["subject"] == answer.headers["x-paravent-request-id"]
    ]
    assert (event.values["action"], event.values["name"]) == ("files.read", "essai")
    size = len(FILES["pdf"][1])
    assert json.loads(event.values["detail"]) == {"1": f"pdf, {size} bytes, 2 pages"}


HOSTILE = {
    "file_encrypted": pdf(SAID, password="Hiver2026"),
    "file_without_text": pdf("", ""),
    "file_macros": with_parts(FILES["docx"][1], {"word/vbaProject.bin": b"Gagnon"}),
    "file_damaged": FILES["docx"][1][:-300],
    "file_mismatch": FILES["xlsx"][1],
    "file_unsupported": b"\x89PNG\r\n\x1a\n" + bytes(99),
    "file_garbled": b"Gagnon \x90\x81",
    "files_too_large": pdf(*["Page"] * 41),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_file_that_is_not_read_refuses_the_call_and_says_why(reading, code) -> None:
    recording = reading.fresh()
    ending = {"file_macros": "docx", "file_damaged": "docx", "file_mismatch": "docx"}.get(code, "")
    name = f"Gagnon.{ending}" if ending else "Gagnon"
    data = f"data:;base64,{base64.b64encode(HOSTILE[code]).decode()}"
    answer = reading.post([{"type": "file", "file": {"filename": name, "file_data": data}}])
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (413 if code == "files_too_large" else 400, code)
    assert error["param"] == "messages.0.content.0"
    assert "Gagnon" not in answer.text
    assert recording.requests == []
    (call,) = reading.calls()
    assert call.refusal.values["code"] == code


def test_what_is_only_referred_to_is_refused(reading) -> None:
    recording = reading.fresh()
    with OpenAI(base_url=f"{reading.url}/v1", api_key=reading.token, max_retries=0) as client:
        for part, code in (
            ({"type": "input_file", "file_id": "file-1"}, "file_not_included"),
            ({"type": "input_file", "file_url": "https://exemple.quebec/a.pdf"}, "file_not_included"),
            ({"type": "input_image", "image_url": "data:image/png;base64,AAAA"}, "attachment_refused"),
        ):
            with pytest.raises(BadRequestError) as caught:
                client.responses.create(
                    model="echo-3", input=[{"role": "user", "content": [part]}], store=False
                )
            assert caught.value.code == code
    assert recording.requests == []


def test_without_the_policy_files_are_refused(gateway) -> None:
    recording = gateway.fresh()
    answer = gateway.post([{"type": "file", "file": {"filename": "a.pdf", "file_data": encoded("pdf")}}])
    assert answer.json()["error"]["code"] == "attachment_refused"
    assert recording.requests == []
