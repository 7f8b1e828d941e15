import asyncio
import base64

import pytest

from config.attachments import Attachments
from config.policy import Action, Policy
from gateway.attachments import images as module
from gateway.attachments.images import Album, ImageReader
from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.process import ReadingFailed
from gateway.attachments.reader import Attached
from gateway.errors import GatewayError
from gateway.privacy.decide import Edit
from gateway.wire.openai_chat import REQUEST
from gateway.wire.pictures import Slot, filled

REDACTS = Policy(images="redact")
WORDS = [
    [["Mme", [0, 0, 30, 20], 95.0], ["Gagnon", [40, 0, 100, 20], 95.0]],
    [["tache", [0, 40, 50, 60], 20.0]],
]


def image(content: bytes, media: str = "image/gif") -> dict:
    url = (
        f"data:{media};base64,{base64.b64encode(content).decode()}"
        if media
        else base64.b64encode(content).decode()
    )
    return {"type": "image_url", "image_url": {"url": url, "detail": "low"}}


def body(*parts: dict) -> dict:
    return {"model": "m", "messages": [{"role": "user", "content": list(parts)}]}


@pytest.fixture
def asked(monkeypatch):
    """What a process was asked: it sees the same words in each image."""
    seen: list[tuple[str, dict, bytes]] = []

    async def ask_apart(task, asking, content, limits, most):
        seen.append((task, asking, content))
        if content == b"bad":
            raise Unfit(Reason.ANIMATED)
        if content == b"none":
            raise ReadingFailed
        if task == "look":
            return {"kind": "PNG", "turn": 90, "lines": WORDS, "size": [200, 100]}
        return {"content": base64.b64encode(b"painted " + content).decode()}

    monkeypatch.setattr(module, "ask_apart", ask_apart)
    return seen


def reader(**limits) -> ImageReader:
    return ImageReader(Attachments(**limits), b"k" * 32, asyncio.Semaphore(2))


async def test_without_the_policy_the_body_is_as_it_came(asked):
    asking = body(image(b"a"))
    assert await reader().look(asking, REQUEST, Policy()) == Album(asking)
    text = body({"type": "text", "text": "Lis."})
    assert await reader().look(text, REQUEST, REDACTS) == Album(text)
    assert asked == []


async def test_slots_stand_for_images_until_they_are_painted(asked):
    reading = reader()
    album = await reading.look(body(image(b"a"), image(b"b", "")), REQUEST, REDACTS)
    first, second = album.body["messages"][0]["content"]
    assert first == {"type": "image_url", "image_url": {"url": "0", "detail": "low"}}
    assert isinstance(second["image_url"]["url"], Slot)
    assert [look.lettering.text for look in album.looks] == ["Mme Gagnon\ntache"] * 2
    edits = [Edit(4, 10, "PERSON", Action.REDACT)]
    contents, told = await reading.paint(album.looks, [edits, []])
    assert contents == [
        f"data:image/png;base64,{base64.b64encode(b'painted a').decode()}",
        base64.b64encode(b"painted b").decode(),
    ]
    assert told == (
        Attached("png", 1, painted=(("PERSON", 1), ("unreadable", 1))),
        Attached("png", 1, painted=(("unreadable", 1),)),
    )
    assert filled(album.body, contents)["messages"][0]["content"][0]["image_url"]["url"] == contents[0]
    paints = [asking for task, asking, _content in asked if task == "paint"]
    assert paints[0]["boxes"] == [(35, 0, 105, 25), (0, 35, 55, 65)]
    assert {asking["turn"] for asking in paints} == {90}


async def test_an_image_is_looked_at_once_however_often_it_is_sent(asked):
    reading = reader()
    await reading.look(body(image(b"a")), REQUEST, REDACTS)
    await reading.look(body(image(b"a"), image(b"b")), REQUEST, REDACTS)
    assert sorted(content for _task, _asking, content in asked) == [b"a", b"b"]


@pytest.mark.parametrize(("content", "code"), [(b"bad", "image_animated"), (b"none", "images_unavailable")])
async def test_an_image_that_cannot_be_looked_at_refuses_the_call(asked, content, code):
    with pytest.raises(GatewayError) as caught:
        await reader().look(body(image(b"a"), image(content)), REQUEST, REDACTS)
    assert caught.value.code == code


@pytest.mark.parametrize("url", ["https://exemple.quebec/a.png", "", "file:///etc/passwd"])
async def test_what_is_not_in_the_request_is_refused(asked, url):
    with pytest.raises(GatewayError) as caught:
        await reader().look(body({"type": "image_url", "image_url": {"url": url}}), REQUEST, REDACTS)
    assert caught.value.code == "file_not_included"
    assert asked == []


async def test_looking_has_an_end(monkeypatch):
    async def ask_apart(*_):
        await asyncio.sleep(60)

    monkeypatch.setattr(module, "ask_apart", ask_apart)
    with pytest.raises(GatewayError) as caught:
        await reader(deadline=0.05).look(body(image(b"a")), REQUEST, REDACTS)
    assert caught.value.code == "images_timeout"
