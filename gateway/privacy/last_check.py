"""A second pair of eyes: reads what is about to leave and looks for any value that was to be hidden.

It shares nothing with the walk that did the replacing: it reads the outgoing bytes.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_plus

from gateway.errors import LeakPrevented
from gateway.privacy.occurrences import Occurrences

#: A shorter value is also an ordinary word or amount; the detectors decide on it place by place.
_MINIMUM = 4
#: A number with fewer digits is a limit or a count, and the detectors do not look at it either.
_NUMBER_DIGITS = 7
#: A name of a wire format's own ("content", "max_tokens") is not a value, whatever somebody's login may be.
_MEMBER = re.compile(r"[a-z_]{1,40}")
#: A doubled one is a letter of JSON in JSON, and stays in the value that was found there.
_ESCAPED = re.compile(r"(?<!\\)\\u([0-9a-fA-F]{4})")


def check(
    body: bytes,
    target: str,
    headers: Sequence[tuple[str, str]],
    wanted: Occurrences,
    spared: Mapping[str, int],
    *,
    ours: Sequence[str] = (),
) -> None:
    """Raise `LeakPrevented` if a wanted value stands in the body, the URL or a header more often than spared.

    ``wanted`` finds the originals; ``ours`` are texts that the gateway itself put into the body.
    """
    outside = (unquote_plus(target), *(value for _name, value in headers))
    seen = _seen(wanted, (*_strings(json.loads(body)), *outside))
    if not seen:
        return
    allowed = Counter(spared)
    allowed.update(_seen(wanted, ours))
    if any(count > allowed[value] for value, count in seen.items()):
        raise LeakPrevented


def _seen(wanted: Occurrences, texts: Sequence[str]) -> Counter[str]:
    found = [value for text in texts for _start, _end, value in wanted.of(text) if len(value) >= _MINIMUM]
    return Counter(found) if found else Counter()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _text(value)
    elif isinstance(value, dict):
        for name, item in value.items():
            if not _MEMBER.fullmatch(name):
                yield name
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif value is not None and not isinstance(value, bool):
        digits = json.dumps(value)
        if sum(map(str.isdigit, digits)) >= _NUMBER_DIGITS:
            yield digits


def _text(text: str) -> Iterator[str]:
    """Yield the strings of a JSON text within a string, or the text itself, its escaped letters read."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            inside = json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            yield from _strings(inside)
            return
    yield _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text) if "\\u" in text else text
