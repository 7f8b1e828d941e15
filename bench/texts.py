"""What is sent: real-looking documents of the development set, put together in ever new ways."""

import secrets
from itertools import count
from pathlib import Path
from typing import Any

from detectors.marked import read_marked

_DOCUMENTS = Path(__file__).parent.parent / "tests" / "documents"
_SHORT = "Bonjour, pouvez-vous résumer en deux phrases la demande de Mme Julie Tremblay, du 418 555-0123 ?"
_number = count()


def documents() -> list[str]:
    """Return the plain texts of the development set, in order of name."""
    return [
        read_marked(path.name, path.read_text("utf-8")).text for path in sorted(_DOCUMENTS.rglob("*.txt"))
    ]


def letter(words: int) -> str:
    """Return a text of about so many words that was never sent before."""
    texts, chosen, length = (
        documents_once(),
        [f"Dossier de travail {next(_number)}-{secrets.token_hex(3)}."],
        0,
    )
    while length < words:
        text = texts[secrets.randbelow(len(texts))]
        chosen.append(text)
        length += len(text.split())
    return " ".join("\n\n".join(chosen).split(" ")[:words])


def documents_once(kept: list[list[str]] = []) -> list[str]:  # noqa: B006 - read once
    """Return `documents`, read once."""
    if not kept:
        kept.append(documents())
    return kept[0]


def short() -> dict[str, Any]:
    """Return a short request, new each time by its number."""
    return _request([{"role": "user", "content": f"{_SHORT} ({next(_number)})"}])


def long_new() -> dict[str, Any]:
    """Return a request with 2,000 words never seen before."""
    return _request([{"role": "user", "content": letter(2000)}])


def long_seen(kept: list[str] = []) -> dict[str, Any]:  # noqa: B006 - the same text each time
    """Return a request whose 2,000 words were sent before."""
    if not kept:
        kept.append(letter(2000))
    return _request([{"role": "user", "content": kept[0]}])


def history(kept: list[list[dict[str, str]]] = []) -> dict[str, Any]:  # noqa: B006 - the same history each time
    """Return the 20th turn of a conversation: 19 earlier ones that were sent before, and a new one."""
    if not kept:
        roles = ("user", "assistant")
        kept.append([{"role": roles[turn % 2], "content": letter(80)} for turn in range(38)])
    return _request([*kept[0], {"role": "user", "content": f"{_SHORT} ({next(_number)})"}])


def streamed() -> dict[str, Any]:
    """Return a request for a stream of 200 chunks."""
    return {**_request([{"role": "user", "content": letter(60)}]), "stream": True}


def _request(messages: list[dict[str, str]]) -> dict[str, Any]:
    return {"model": "bench", "messages": messages}
