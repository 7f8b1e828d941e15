import asyncio
import base64

import pytest

from config.attachments import Attachments
from config.policy import Policy
from gateway.attachments import reader as module
from gateway.attachments.kinds.reading import Document, Extract, Reason, Unfit
from gateway.attachments.process import ReadingFailed
from gateway.attachments.reader import Attached, FileReader
from gateway.errors import GatewayError
from gateway.wire.openai_chat import REQUEST

READS = Policy(files="extract")


def file(content: bytes, name: str = "a.txt") -> dict:
    return {"type": "file", "file": {"filename": name, "file_data": base64.b64encode(content).decode()}}


def body(*parts: dict) -> dict:
    return {"model": "m", "messages": [{"role": "user", "content": list(parts)}]}


@pytest.fixture
def asked(monkeypatch):
    """The files that a process was asked to read; each says its own bytes."""
    seen: list[bytes] = []

    async def read_apart(content, media, ending, limits):
        seen.append(content)
        if content == b"bad":
            raise Unfit(Reason.ENCRYPTED)
        if content == b"none":
            raise ReadingFailed
        return Extract(Document.TEXT, content.decode(), 0)

    monkeypatch.setattr(module, "read_apart", read_apart)
    return seen


async def refused(reader: FileReader, *parts: dict) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        await reader.read(body(*parts), REQUEST, READS)
    return caught.value


def reader(**limits) -> FileReader:
    return FileReader(Attachments(**limits), b"k" * 32, asyncio.Semaphore(2))


async def test_without_the_policy_the_body_is_as_it_came(asked):
    asking = body(file(b"Bonjour"))
    assert (await reader().read(asking, REQUEST, Policy())).body is asking
    assert asked == []


async def test_a_file_becomes_text_in_its_place_and_is_told(asked):
    found = await reader().read(body({"type": "text", "text": "Lis."}, file(b"Bonjour")), REQUEST, READS)
    assert found.body["messages"][0]["content"] == [
        {"type": "text", "text": "Lis."},
        {"type": "text", "text": "[Attached file: text, a.txt]\n\nBonjour"},
    ]
    assert found.files == (Attached("text", 7, 0),)


async def test_a_file_is_read_once_however_often_it_is_sent(asked):
    reading = reader()
    first = await reading.read(body(file(b"a"), file(b"b"), file(b"a", "autre.txt")), REQUEST, READS)
    assert sorted(asked) == [b"a", b"b"]
    again = await reading.read(body(file(b"a"), file(b"b"), file(b"a", "autre.txt")), REQUEST, READS)
    assert (again, sorted(asked)) == (first, [b"a", b"b"])


async def test_a_file_that_is_not_read_refuses_the_call_where_it_stands(asked):
    error = await refused(reader(), file(b"a"), file(b"bad"))
    assert (error.code, error.path) == ("file_encrypted", "messages.0.content.1")


async def test_what_was_refused_is_asked_again(asked):
    reading = reader()
    await refused(reading, file(b"bad"))
    await refused(reading, file(b"bad"))
    assert asked == [b"bad", b"bad"]


async def test_no_process_is_no_fault_of_the_file(asked):
    assert (await refused(reader(), file(b"none"))).code == "files_unavailable"


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        ({"files": 1}, "files"),
        ({"file_size": 1024}, "file_size"),
        ({"total_size": 3000}, "total_size"),
        ({"characters": 3000}, "characters"),
    ],
)
async def test_beyond_a_limit_nothing_is_sent(asked, limits, limit):
    error = await refused(reader(**limits), file(b"a" * 2000), file(b"b" * 2000))
    assert (error.code, error.facts["limit"]) == ("files_too_large", limit)
    assert error.facts["most"] == str(limits[limit])


@pytest.mark.parametrize(
    "part",
    [
        {"type": "file", "file": {"file_id": "file-1"}},
        {"type": "file", "file": {"file_data": "not base64!"}},
        {"type": "file", "file": {"file_data": "QQ==", "file_id": "file-1"}},
        {"type": "file", "file": {"file_data": ["QQ=="]}},
        {"type": "document_url", "document_url": "https://exemple.quebec/a.pdf"},
        {"type": "file"},
    ],
)
async def test_what_is_not_in_the_request_is_refused(asked, part):
    assert (await refused(reader(), part)).code == "file_not_included"
    assert asked == []


async def test_reading_has_an_end(monkeypatch):
    async def read_apart(*_):
        await asyncio.sleep(60)

    monkeypatch.setattr(module, "read_apart", read_apart)
    assert (await refused(reader(deadline=0.05), file(b"a"))).code == "files_timeout"


async def test_what_is_said_to_be_an_image_is_left_for_the_walk_to_refuse(asked):
    from gateway.wire.gemini import GENERATE

    part = {"inlineData": {"mimeType": "image/png", "data": "QQ=="}}
    asking = {"contents": [{"role": "user", "parts": [part]}]}
    assert (await reader().read(asking, GENERATE.request, READS)).body == asking
