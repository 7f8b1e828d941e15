"""What is sent: real-looking documents of the development set, put together in ever new ways."""

import secrets
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from detectors.marked import read_marked

_DOCUMENTS = Path(__file__).parent.parent / "tests" / "documents"
_SHORT = "Bonjour, pouvez-vous résumer en deux phrases la demande de Mme Julie Tremblay, du 418 555-0123 ?"
_number = count()


@cache
def documents() -> list[str]:
    """Return the plain texts of the development set, in order of name."""
    return [
        read_marked(path.name, path.read_text("utf-8")).text for path in sorted(_DOCUMENTS.rglob("*.txt"))
    ]


def letter(words: int) -> str:
    """Return a text of about so many words that was never sent before."""
    texts, length = documents(), 0
    chosen = [f"Dossier de travail {next(_number)}-{secrets.token_hex(3)}."]
    while length < words:
        text = texts[secrets.randbelow(len(texts))]
        chosen.append(text)
        length += len(text.split())
    return " ".join("\n\n".join(chosen).split(" ")[:words])


def short() -> dict[str, Any]:
    """Return a short request, new each time by its number."""
    return _request([{"role": "user", "content": f"{_SHORT} ({next(_number)})"}])


def long_new() -> dict[str, Any]:
    """Return a request with 2,000 words never seen before."""
    return _request([{"role": "user", "content": letter(2000)}])


@cache
def long_seen() -> dict[str, Any]:
    """Return a request whose 2,000 words were sent before: the same each time."""
    return long_new()


@cache
def _earlier_turns() -> list[dict[str, str]]:
    roles = ("user", "assistant")
    return [{"role": roles[turn % 2], "content": letter(80)} for turn in range(38)]


def history() -> dict[str, Any]:
    """Return the 20th turn of a conversation: 19 earlier ones that were sent before, and a new one."""
    return _request([*_earlier_turns(), {"role": "user", "content": f"{_SHORT} ({next(_number)})"}])


def streamed() -> dict[str, Any]:
    """Return a request for a stream of 200 chunks."""
    return {**_request([{"role": "user", "content": letter(60)}]), "stream": True}


def _request(messages: list[dict[str, str]]) -> dict[str, Any]:
    return {"model": "bench", "messages": messages}
