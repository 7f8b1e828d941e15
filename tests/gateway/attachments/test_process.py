import asyncio
import os
from pathlib import Path

import pytest

from config.attachments import Attachments
from gateway.attachments import process as module
from gateway.attachments.kinds.reading import Document, Reason, Unfit
from gateway.attachments.process import ReadingFailed, read_apart
from tests.gateway.attachments.files import pdf, word

LIMITS = Attachments()
#: Each two characters of it are an object of more than fifty bytes once it is read.
HEAVY = b"[" + b"[]," * 6_000_000 + b"[]]"


def children() -> set[str]:
    return {
        task for path in Path("/proc/self/task").iterdir() for task in (path / "children").read_text().split()
    }


async def test_a_file_is_read_and_the_process_is_gone():
    before = children()
    found = await read_apart(word("Bonjour Luc."), "", "docx", LIMITS)
    assert (found.document, found.text) == (Document.WORD, "Bonjour Luc.")
    assert children() == before


async def test_a_reason_comes_back_as_it_was():
    with pytest.raises(Unfit) as caught:
        await read_apart(pdf(*["Page"] * 3), "", "", Attachments(pages=2))
    assert (caught.value.reason, caught.value.limit) == (Reason.TOO_LARGE, "pages")


async def test_too_little_memory_refuses_the_file():
    limits = Attachments(memory=256 * 1024**2, characters=50_000_000)
    with pytest.raises(Unfit) as caught:
        await read_apart(HEAVY, "application/json", "", limits)
    assert (caught.value.reason, caught.value.limit) == (Reason.TOO_LARGE, "memory")


async def test_a_call_that_is_given_up_ends_its_process():
    before = children()
    task = asyncio.create_task(read_apart(HEAVY, "application/json", "", LIMITS))
    while not children() - before:  # noqa: ASYNC110 - only the system knows
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == before


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Reason.DAMAGED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", Reason.TOO_LARGE),
        ("import os\nwhile True: os.write(1, b'x' * 10**6)", Reason.DAMAGED),
    ],
)
async def test_a_process_that_a_file_brings_down_refuses_it(monkeypatch, code, reason):
    """Whatever the process does instead: it crashes, has no end, or says more than it may."""
    started = asyncio.create_subprocess_exec

    async def instead(program, *_arguments, **options):
        return await started(program, "-c", code, **options)

    monkeypatch.setattr(module.asyncio, "create_subprocess_exec", instead)
    with pytest.raises(Unfit) as caught:
        await read_apart(b"x" * 10**6, "", "", Attachments(characters=1_000))
    assert caught.value.reason is reason


async def test_a_process_that_cannot_start_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(module, "_ROOT", "/nowhere")
    monkeypatch.setattr(module, "_environment", lambda: {"PYTHONHOME": "/nowhere"})
    with pytest.raises(ReadingFailed):
        await read_apart(b"Bonjour", "", "", LIMITS)


async def test_no_variable_of_the_gateway_reaches_the_process(monkeypatch):
    monkeypatch.setenv("PARAVENT_SECRET", "x")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    given = module._environment()
    assert not {"PARAVENT_SECRET", "OPENAI_API_KEY"} & given.keys()
    assert given.keys() <= {
        "PATH",
        "LD_LIBRARY_PATH",
        "LANG",
        "PYTHONPATH",
        "PYTHONHASHSEED",
        "PYTHONDONTWRITEBYTECODE",
    }
    assert os.environ["OPENAI_API_KEY"] == "sk-x"
