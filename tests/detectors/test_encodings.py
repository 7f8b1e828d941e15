"""What is written in base64 or hexadecimal digits is read, and nothing else is."""

import base64
from collections.abc import Callable

import pytest

from detectors.encodings import read_encoded

_SAID = "Hélène Tremblay, 514 555-0199, rue des Érables"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (base64.b64encode(_SAID.encode()).decode(), "base64"),
        (base64.urlsafe_b64encode(_SAID.encode()).decode().rstrip("="), "base64"),
        (base64.b64encode(_SAID.encode("utf-16-le")).decode(), "base64"),
        (_SAID.encode().hex(), "hex"),
        (_SAID.encode().hex(" "), "hex"),
        (f"0x{_SAID.encode().hex().upper()}", "hex"),
    ],
)
def test_a_run_is_read(written: str, kind: str) -> None:
    text = f"voir {written} svp"
    (run,) = read_encoded(text)
    assert (run.kind, run.text) == (kind, _SAID)
    assert text[run.start : run.end] == written


def test_lines_of_mail_are_one_run() -> None:
    written = base64.encodebytes((_SAID * 4).encode()).decode().strip()
    (run,) = read_encoded(written)
    assert run.text == _SAID * 4
    assert run.end == len(written)


@pytest.mark.parametrize(
    "text",
    [
        "3f2a9c1d4b5e6f708192a3b4c5d6e7f809112233",
        "anticonstitutionnellement/interdepartementalisation",
        "00:1a:2b:3c:4d:5e:6f:70:81:92:a3",
        "",
    ],
)
def test_what_says_nothing_is_left(text: str) -> None:
    assert not list(read_encoded(text))


def test_work_is_bounded_and_what_is_beyond_is_told() -> None:
    written = base64.b64encode(b"du texte sans fin " * 300).decode()
    runs = list(read_encoded(f"{written} " * 50))
    assert len(runs) == 50
    assert 0 < sum(len(run.text or "") for run in runs) <= 20_000


@pytest.mark.parametrize("encode", [base64.b64encode, bytes.hex])
def test_one_long_run_is_told(encode: Callable[[bytes], bytes | str]) -> None:
    written = encode(_SAID.encode() * 2_000)
    text = written if isinstance(written, str) else written.decode()
    assert [(run.start, run.end, run.text) for run in read_encoded(text)] == [(0, len(text), None)]
