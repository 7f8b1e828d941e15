import io
import json
import subprocess
import sys

from gateway.attachments.kinds.reading import Bounds
from gateway.attachments.worker import answer
from tests.gateway.attachments.files import BOUNDS, pdf, word


def asked(content: bytes, media: str = "", ending: str = "") -> io.BytesIO:
    bounds = {name: getattr(BOUNDS, name) for name in Bounds.__slots__}
    return io.BytesIO(
        json.dumps({"task": "read", "media": media, "ending": ending, "bounds": bounds}).encode()
        + b"\n"
        + content
    )


def test_an_extract_is_answered():
    told = answer(asked(word("Bonjour\nLuc"), ending="docx"))
    assert told == {
        "document": "docx",
        "text": "Bonjour\nLuc",
        "pages": 0,
        "left_out": (("document properties", 1),),
    }


def test_a_reason_is_answered_without_a_word_of_the_file():
    assert answer(asked(pdf("Gagnon", password="x"))) == {"reason": "encrypted", "limit": ""}


def test_a_process_writes_no_file_and_prints_nothing_of_what_libraries_print():
    """It is confined before it reads: a file may not grow, a core is not dumped."""
    code = (
        "import os, resource\n"
        "from gateway.attachments.worker import confine\n"
        "confine(2**30, 5)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_FSIZE), "
        "resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_AS))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "(0, 0) (0, 0) (5, 5) (1073741824, 1073741824)"
