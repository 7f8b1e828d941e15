"""One call from the caller to the provider and back, as the files of a case tell it.

``values.json`` (pattern of what the detectors find: label) and ``sent.json`` are given, and ``received`` (JSON or
events) is what a provider answers. ``leaves.json``, ``hidden.json`` (pseudonym: original) and ``delivered`` follow.
``python tests/golden/follow.py`` writes those three anew, and puts new pseudonyms into ``received``.
"""

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "gateway" / "privacy")]

from planting import prepare  # noqa: E402 - a helper of the tests

from gateway.privacy.note import without_note  # noqa: E402
from gateway.privacy.restore import Restorer  # noqa: E402
from gateway.privacy.stream import StreamRestorer  # noqa: E402
from gateway.state import SealedMemory  # noqa: E402
from gateway.wire import ollama  # noqa: E402
from gateway.wire.anthropic_messages import MESSAGES  # noqa: E402
from gateway.wire.deliver import deliver  # noqa: E402
from gateway.wire.gemini import STREAM_GENERATE  # noqa: E402
from gateway.wire.openai_chat import CHAT  # noqa: E402
from gateway.wire.openai_completions import COMPLETIONS  # noqa: E402
from gateway.wire.openai_embeddings import EMBEDDINGS  # noqa: E402
from gateway.wire.openai_responses import RESPONSES  # noqa: E402
from gateway.wire.sse import Decoder  # noqa: E402
from gateway.wire.strict_json import dump  # noqa: E402

WIRES = {
    "anthropic": MESSAGES,
    "gemini": STREAM_GENERATE,
    "ollama": ollama.CHAT,
    "responses": RESPONSES,
    "completions": COMPLETIONS,
    "embeddings": EMBEDDINGS,
}
CASES = sorted(path.parent for path in HERE.glob("*/sent.json"))


def leaving(case):
    """Return the `Outbound` of a case."""
    values = {re.compile(key): label for key, label in json.loads(_read(case, "values.json")).items()}
    memory = SealedMemory(b"golden")
    memory.remember("La personne demande [PERSON-XXXXXX-XXX].", "c2lnbmF0dXJl")
    return prepare(json.loads(_read(case, "sent.json")), wire_of(case), values, knows=memory.knows)


def wire_of(case):
    return next((wire for name, wire in WIRES.items() if case.name.startswith(name)), CHAT)


def answer_file(case, name):
    return next(
        path
        for path in (case / f"{name}.json", case / f"{name}.sse")
        if path.exists() or path.suffix == ".sse"
    )


def arriving(case, hidden, received, cuts=()):
    """Return what the caller gets for what was received, cut into chunks at ``cuts``."""
    wire, restorer = wire_of(case), Restorer(hidden)
    if answer_file(case, "received").suffix == ".json":
        answer = deliver(json.loads(received), wire.answer, restorer.text, restorer.json_text)
        return dump(without_note(answer, wire.echo)).encode()
    wants_json = wire.wants_json(json.loads(_read(case, "sent.json")))
    decoder, stream = Decoder(), StreamRestorer(wire.stream, restorer, json_answer=wants_json)
    places = sorted({0, len(received), *cuts})
    out = b""
    for start, end in pairwise(places):
        out += b"".join(stream.feed(event) for event in decoder.feed(received[start:end]))
    return out + b"".join(stream.feed(event) for event in decoder.flush()) + stream.flush()


def _read(case, name):
    return (case / name).read_text("utf-8")


def _written(value):
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def renew(case):
    outbound = leaving(case)
    hidden = {name: what.original for name, what in outbound.hidden.items()}
    codes = {original: name for name, original in hidden.items()}
    received = answer_file(case, "received")
    answer = received.read_text("utf-8")
    before = case / "hidden.json"
    for old, original in json.loads(before.read_text("utf-8")).items() if before.exists() else ():
        answer = answer.replace(old, codes.get(original, old))
    received.write_bytes(answer.encode())
    (case / "leaves.json").write_text(_written(json.loads(outbound.body)), "utf-8")
    before.write_text(_written(hidden), "utf-8")
    delivered = arriving(case, outbound.hidden, answer.encode())
    if received.suffix == ".json":
        delivered = _written(json.loads(delivered)).encode()
    (case / f"delivered{received.suffix}").write_bytes(delivered)


if __name__ == "__main__":
    for each in CASES:
        renew(each)
