"""Images through the stock SDKs: what is personal in them is painted over before they leave."""

import base64
import io
import json
import os
from collections.abc import Iterator

import cohere
import httpx
import ollama
import pytest
from anthropic import Anthropic
from google import genai
from google.genai import types
from mistralai.client import Mistral
from openai import OpenAI
from PIL import Image

from audit.records import Kind
from gateway.attachments.kinds.picture import Picture
from gateway.attachments.ocr import read_words
from tests.acceptance.conftest import PERSON, Gateway, start, stop
from tests.acceptance.provider import Provider
from tests.gateway.attachments.drawings import LINES, SECRET, bomb, drawn, moving, written

POLICY = (
    "policies: {default: {images: redact, labels: {CREDIT_CARD: refuse, IP_ADDRESS: keep}}}\n"
    "attachments: {pixels: 2 000 000}\n"
).replace("2 000 000", "2000000")
PERSONAL = {"Marie", "Gagnon", "558", "073", "029"}
KINDS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF"}


@pytest.fixture(scope="module")
def looking(
    tmp_path_factory: pytest.TempPathFactory, provider: Provider, tesseract: None
) -> Iterator[Gateway]:
    """A gateway whose policy has images painted over."""
    running = start(tmp_path_factory.mktemp("looking"), provider, extra=POLICY)
    yield running
    stop(running, {"Marie Gagnon"})


def encoded(kind: str = "png") -> str:
    return base64.b64encode(written(drawn(*LINES), KINDS[kind])).decode()


def data_url(kind: str = "png") -> str:
    return f"data:image/{kind};base64,{encoded(kind)}"


def shown(content: str) -> set[str]:
    """The words of an image that has left, which holds nothing but its pixels."""
    file = base64.b64decode(content.rpartition(",")[2])
    assert SECRET.encode() not in file
    image = Image.open(io.BytesIO(file))
    assert not image.getexif()
    text = read_words(Picture(image.convert("RGB"), "PNG"))[1].text
    return set(text.replace(":", " ").split())


def check(content: str) -> None:
    words = shown(content)
    assert not words & PERSONAL
    assert {"Dossier", "comite", "suivi"} <= words


@pytest.mark.parametrize("kind", KINDS)
def test_chat_completions(looking, kind) -> None:
    recording = looking.fresh()
    said = f"Qui est {PERSON} ?"
    part = {"type": "image_url", "image_url": {"url": data_url(kind), "detail": "high"}}
    with OpenAI(base_url=f"{looking.url}/v1", api_key=looking.token, max_retries=0) as client:
        messages = [{"role": "user", "content": [part, {"type": "text", "text": said}]}]
        answer = client.chat.completions.create(model="echo-3", messages=messages)
    assert answer.choices[0].message.content == said
    (body,) = recording.bodies()
    (sent,) = [each for message in body["messages"] for each in message["content"] if "image_url" in each]
    assert sent["image_url"]["detail"] == "high"
    media = "png" if kind in ("png", "gif") else "jpeg"
    assert sent["image_url"]["url"].startswith(f"data:image/{media};base64,")
    check(sent["image_url"]["url"])
    assert "Gagnon" not in recording.everything()


def test_responses(looking) -> None:
    recording = looking.fresh()
    with OpenAI(base_url=f"{looking.url}/v1", api_key=looking.token, max_retries=0) as client:
        image = {"type": "input_image", "image_url": data_url(), "detail": "auto"}
        said = [
            {"role": "user", "content": [image]},
            {"type": "function_call", "call_id": "c", "name": "voir", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c", "output": [image]},
            {
                "type": "computer_call_output",
                "call_id": "d",
                "output": {"type": "computer_screenshot", "image_url": data_url("jpeg")},
            },
            {"role": "user", "content": [{"type": "input_text", "text": "Décris."}]},
        ]
        client.responses.create(model="echo-3", input=said, store=False)
    (body,) = recording.bodies()
    first, _call, second, third = body["input"][:4]
    for content in (
        first["content"][0]["image_url"],
        second["output"][0]["image_url"],
        third["output"]["image_url"],
    ):
        check(content)


@pytest.mark.parametrize("kind", KINDS)
def test_anthropic(looking, kind) -> None:
    recording = looking.fresh()
    source = {"type": "base64", "media_type": f"image/{kind}", "data": encoded(kind)}
    image = {"type": "image", "source": source, "cache_control": {"type": "ephemeral"}}
    use = {"type": "tool_use", "id": "toolu_1", "name": "voir", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [image]}
    with Anthropic(base_url=looking.url, api_key=looking.token, max_retries=0) as client:
        client.messages.create(
            model="echo-3",
            max_tokens=99,
            messages=[
                {"role": "user", "content": [image, {"type": "text", "text": "Décris."}]},
                {"role": "assistant", "content": [use]},
                {"role": "user", "content": [result]},
            ],
        )
    (body,) = recording.bodies()
    sent = [body["messages"][0]["content"][0], body["messages"][2]["content"][0]["content"][0]]
    for each in sent:
        assert each["cache_control"] == {"type": "ephemeral"}
        media = "png" if kind in ("png", "gif") else "jpeg"
        assert (each["source"]["type"], each["source"]["media_type"]) == ("base64", f"image/{media}")
        check(each["source"]["data"])


def test_gemini(looking) -> None:
    recording = looking.fresh()
    options = types.HttpOptions(base_url=looking.url)
    image = types.Part.from_bytes(data=written(drawn(*LINES), "WEBP"), mime_type="image/webp")
    with genai.Client(api_key=looking.token, http_options=options) as client:
        client.models.generate_content(model="echo-3", contents=[image, "Décris."])
    (body,) = recording.bodies()
    sent = body["contents"][0]["parts"][0]["inlineData"]
    assert sent.get("mimeType", sent.get("mime_type")) == "image/jpeg"
    check(sent["data"])


def test_mistral(looking) -> None:
    recording = looking.fresh()
    with Mistral(api_key=looking.token, server_url=f"{looking.url}/mistral") as client:
        part = {"type": "image_url", "image_url": data_url()}
        client.chat.complete(model="echo-3", messages=[{"role": "user", "content": [part]}])
    (body,) = recording.bodies()
    sent = body["messages"][0]["content"][0]["image_url"]
    check(sent if isinstance(sent, str) else sent["url"])


def test_ollama(looking) -> None:
    recording = looking.fresh()
    said = {"role": "user", "content": "Décris.", "images": [written(drawn(*LINES))]}
    with ollama.Client(host=f"{looking.url}/ollama", headers=looking.credentials) as client:
        client.chat(model="echo-3", messages=[said])
        client.generate(model="echo-3", prompt="Décris.", images=[written(drawn(*LINES))])
    chat, generate = recording.bodies()
    check(chat["messages"][-1]["images"][0])
    check(generate["images"][0])


def test_cohere(looking) -> None:
    recording = looking.fresh()
    part = {"type": "image_url", "image_url": {"url": data_url()}}
    said = {"type": "text", "text": "Décris."}
    with cohere.ClientV2(api_key=looking.token, base_url=f"{looking.url}/cohere") as client:
        client.chat(model="echo-3", messages=[{"role": "user", "content": [part, said]}])
        client.embed(model="echo-3", images=[data_url()], input_type="image", embedding_types=["float"])
    chat, embed = recording.bodies()
    check(chat["messages"][-1]["content"][0]["image_url"]["url"])
    check(embed["images"][0])


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_on_its_side_is_read_as_well(looking, turned) -> None:
    recording = looking.fresh()
    image = drawn(*LINES, "Adresse : 1234, rue Saint-Denis", "Lachine (Quebec) G1R 2B5").rotate(
        turned, expand=True
    )
    url = f"data:image/png;base64,{base64.b64encode(written(image)).decode()}"
    assert looking.post([{"type": "image_url", "image_url": {"url": url}}]).is_success
    (body,) = recording.bodies()
    words = shown(body["messages"][0]["content"][0]["image_url"]["url"])
    assert not words & PERSONAL
    assert {"Dossier", "comite"} <= words


def test_what_was_painted_over_is_on_record(looking) -> None:
    answer = looking.post([{"type": "image_url", "image_url": {"url": data_url()}}])
    assert answer.is_success
    assert answer.headers["x-paravent-hidden"] == "CA_SIN=1, PERSON=1"
    (event,) = [
        each
        for each in looking.events(Kind.ADMINISTRATION)
        if each.values["subject"] == answer.headers["x-paravent-request-id"]
    ]
    size = len(written(drawn(*LINES)))
    assert json.loads(event.values["detail"]) == {"1": f"png, {size} bytes, CA_SIN=1, PERSON=1"}
    (call,) = looking.calls()
    assert call.opening.labels == {"CA_SIN": 1, "PERSON": 1}


def test_the_policy_of_a_label_holds_in_images(looking) -> None:
    recording = looking.fresh()
    kept = base64.b64encode(written(drawn("Serveur 192.168.10.24 du bureau"))).decode()
    assert looking.post([{"type": "image_url", "image_url": {"url": kept}}]).is_success
    (body,) = recording.bodies()
    assert "192.168.10.24" in shown(body["messages"][0]["content"][0]["image_url"]["url"])
    recording = looking.fresh()
    card = base64.b64encode(written(drawn("Carte de credit : 4111 1111 1111 1111"))).decode()
    answer = looking.post([{"type": "image_url", "image_url": {"url": card}}])
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "content_refused")
    assert error["param"] == "picture.messages.0.content.0"
    assert recording.requests == []


def test_a_conversation_that_is_sent_again_leaves_as_the_same_bytes(looking) -> None:
    recording = looking.fresh()
    part = {"type": "image_url", "image_url": {"url": data_url()}}
    first = {"role": "user", "content": [{"type": "text", "text": "Décris."}, part]}
    turns = [first, {"role": "assistant", "content": "Voilà."}, {"role": "user", "content": "Plus court."}]
    for messages in ([first], turns):
        body = {"model": "echo-3", "messages": messages}
        assert httpx.post(
            f"{looking.url}/v1/chat/completions", json=body, headers=looking.credentials, timeout=60
        ).is_success
    one, two = recording.bodies()
    assert two["messages"][: len(one["messages"])] == one["messages"]


HOSTILE = {
    "image_unsupported": b"BM" + bytes(99),
    "image_animated": moving(),
    "image_damaged": written(drawn(*LINES))[:-400],
    "files_too_large": bomb(),
}
MESSAGES = {
    "/v1/chat/completions": lambda data: [{"type": "image_url", "image_url": {"url": data}}],
    "/v1/messages": lambda data: [
        {"type": "image", "source": {"type": "base64", "media_type": "image/*", "data": data}}
    ],
}


@pytest.mark.parametrize("path", MESSAGES)
@pytest.mark.parametrize("code", HOSTILE)
def test_an_image_that_cannot_be_looked_at_refuses_the_call(looking, code, path) -> None:
    recording = looking.fresh()
    data = base64.b64encode(HOSTILE[code]).decode()
    answer = looking.post(MESSAGES[path](data), path=path, max_tokens=9)
    assert answer.status_code == (413 if code == "files_too_large" else 400)
    assert looking.calls()[0].refusal.values["code"] == code
    assert recording.requests == []


def test_noise_that_looks_like_writing_is_refused(looking) -> None:
    """Handwriting, or a photograph of a page that is out of focus: letters that nobody can tell."""
    recording = looking.fresh()
    small = drawn(*LINES * 3, size=24)
    blurred = small.resize((small.width // 4, small.height // 4)).resize(small.size)
    url = base64.b64encode(written(blurred)).decode()
    answer = looking.post([{"type": "image_url", "image_url": {"url": url}}])
    if answer.is_success:  # then every word of it is black
        (body,) = recording.bodies()
        assert not shown(body["messages"][0]["content"][0]["image_url"]["url"]) & PERSONAL
    else:
        assert answer.json()["error"]["code"] == "image_unreadable"


def test_an_image_said_to_be_another_kind_is_refused(looking) -> None:
    answer = looking.post([{"type": "image_url", "image_url": {"url": data_url().replace("png", "webp")}}])
    assert answer.json()["error"]["code"] == "image_mismatch"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (
            "/v1/chat/completions",
            [{"type": "image_url", "image_url": {"url": "https://exemple.quebec/a.png"}}],
        ),
        (
            "/v1/messages",
            [{"type": "image", "source": {"type": "url", "url": "https://exemple.quebec/a.png"}}],
        ),
        ("/v1/messages", [{"type": "image", "source": {"type": "file", "file_id": "file_1"}}]),
        ("/cohere/v2/chat", [{"type": "image_url", "image_url": {"url": "https://exemple.quebec/a.png"}}]),
    ],
)
def test_what_is_only_referred_to_is_refused(looking, path, content) -> None:
    recording = looking.fresh()
    answer = looking.post(content, path=path, max_tokens=9)
    assert answer.status_code == 400
    assert looking.calls()[0].refusal.values["code"] == "file_not_included"
    assert recording.requests == []


def test_what_stands_beside_an_image_is_text_like_any_other(looking) -> None:
    recording = looking.fresh()
    part = {"type": "image_url", "image_url": {"url": data_url(), "detail": f"Mme {PERSON}"}, "alt": PERSON}
    assert looking.post([part]).is_success
    assert "Gagnon" not in recording.everything()


def test_without_tesseract_the_call_is_refused(tmp_path, provider, monkeypatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    gateway = start(tmp_path, provider, extra=POLICY)
    try:
        recording = gateway.fresh()
        answer = gateway.post([{"type": "image_url", "image_url": {"url": data_url()}}])
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "images_unavailable")
        assert gateway.post("Bonjour.").is_success
        assert len(recording.requests) == 1
    finally:
        stop(gateway)


def test_without_the_policy_images_are_refused(gateway) -> None:
    recording = gateway.fresh()
    answer = gateway.post([{"type": "image_url", "image_url": {"url": data_url()}}])
    assert answer.json()["error"]["code"] == "attachment_refused"
    assert recording.requests == []
