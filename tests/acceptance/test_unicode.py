"""What real texts hold: other forms of the same letter, invisible characters, other scripts, and a lot of it."""

import json
import time
import unicodedata

import httpx
import pytest

from tests.acceptance.conftest import PERSON
from tests.acceptance.test_streams import spoken

SIN = "558 073 029"
LIMIT = 10 * 1024 * 1024


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


TEXTS = {
    "decomposed": decomposed(f"Dossier de Mme {PERSON}, née à Trois-Rivières."),
    "half composed": f"Mme {PERSON} ou {decomposed(PERSON)} ?",
    "zero width": "NAS : 558\u200b 073\u200c 0\u200d29.",
    "soft hyphen": "Mme Marie-È\u00adve Gag\u00adnon est là.",
    "word joiner": "NAS 558\u2060 073\u2060 029, Mme Marie-Ève\ufeff Gagnon.",
    "full width": "NAS : ５５８ ０７３ ０２９",
    "other digits": "NAS : ٥٥٨ ٠٧٣ ٠٢٩",
    "no-break spaces": "Mme\u00a0Marie-Ève\u202fGagnon, NAS\u00a0: 558\u202f073\u202f029",
    "hyphens": "Mme Marie‑Ève Gagnon, NAS 558‑073‑029",
    "right to left": f"اسمها \u202b{PERSON}\u202c ورقمها NAS {SIN} \u2067שלום\u2069",
    "emoji": f"👩‍👩‍👧 Mme {PERSON} 🍁🏳️‍🌈 NAS {SIN} 𝒳",
    "line separators": f"Mme {PERSON}\u2028NAS {SIN}\u2029fin\u0085\x0b\x0c",
    "NUL and controls": f"Mme {PERSON}\x00\x01\x1b NAS {SIN}\x7f",
    "noncharacters": f"Mme {PERSON}\uffff\ufdd0\U0010ffff NAS {SIN}",
    "private use": f"Mme {PERSON} \ue000\ue001 NAS {SIN}",
    "quotes": f'Mme {PERSON} a dit : "c\'est \\"moi\\"" \\u0000 \\ud83d </script> NAS {SIN}',
}


def hidden(text: str) -> set[str]:
    """What of the person and the number is in a text, whatever its form."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    digits = "".join(str(unicodedata.digit(c)) for c in plain if unicodedata.digit(c, None) is not None)
    found = {name for name in ("Ève", "Gagnon") if name in plain}
    return found | {digits for digits in [digits] if "558073029" in digits}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.replace(" ", "-"))
def test_it_stays_here_and_comes_back_as_it_was_written(gateway, case, stream) -> None:
    recording = gateway.fresh()
    text = TEXTS[case]
    assert hidden(text)
    answer = gateway.post(text, model="echo-2", stream=stream)
    assert (spoken(answer) if stream else answer.json()["choices"][0]["message"]["content"]) == text
    said = recording.bodies()[0]["messages"][-1]["content"]
    assert not hidden(said), said


ESCAPES = {
    "a lone high": r"\ud83d",
    "a lone low": r"\ude00",
    "the wrong way": r"\ude00\ud83d",
    "before a letter": r"\ud83dx",
}


@pytest.mark.parametrize("case", ESCAPES, ids=lambda case: case.replace(" ", "-"))
@pytest.mark.parametrize(
    "where", ['"content": "%s"', '"content": "x", "name": "%s"', '"content": "x", "%s": 1']
)
def test_half_a_character_is_refused(gateway, case, where) -> None:
    recording = gateway.fresh()
    body = '{"model": "echo-3", "messages": [{"role": "user", %s}]}' % (where % ESCAPES[case])
    answer = send(gateway, body.encode())
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")
    assert not recording.arrived


@pytest.mark.parametrize(
    "body", [b'{"model": "echo-3", "messages": "\xff"}', "{}".encode("utf-16"), b"\xed\xa0\x80"]
)
def test_what_is_not_utf8_is_refused(gateway, body) -> None:
    recording = gateway.fresh()
    assert send(gateway, body).status_code == 400
    assert not recording.arrived


def send(gateway, body: bytes) -> httpx.Response:
    headers = {**gateway.credentials, "content-type": "application/json"}
    return httpx.post(f"{gateway.url}/v1/chat/completions", content=body, headers=headers, timeout=60)


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_of_a_body_is_exact(gateway, over) -> None:
    recording = gateway.fresh()
    body = json.dumps(
        {"model": "echo-3", "messages": [{"role": "user", "content": f"Mme {PERSON}"}]}
    ).encode()
    answer = send(gateway, body[:-1] + b" " * (LIMIT + over - len(body)) + b"}")
    assert answer.status_code == (413 if over else 200)
    assert len(recording.arrived) == 1 - over


def test_a_megabyte_in_one_message(gateway) -> None:
    recording = gateway.fresh()
    filler = "Le comité se réunit le premier mardi du mois pour étudier les demandes de financement. "
    text = filler * (1_000_000 // len(filler)) + f"Mme {PERSON}, NAS {SIN}."
    started = time.monotonic()
    answer = gateway.post(text)
    first = time.monotonic() - started
    assert answer.json()["choices"][0]["message"]["content"] == text
    assert not hidden(recording.bodies()[0]["messages"][0]["content"])
    started = time.monotonic()
    assert gateway.post(text).status_code == 200
    assert time.monotonic() - started < 5
    assert first < 20
