"""A second pair of eyes: reads what is about to leave and looks for any value that was to be hidden.

It shares nothing with the walk that did the replacing: it reads the outgoing bytes.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_plus

from gateway.errors import LeakPrevented
from gateway.privacy.occurrences import occurrences
from gateway.wire.strict_json import escape

#: A shorter value is also an ordinary word or amount; the detectors decide on it place by place.
_MINIMUM = 4


def check(
    body: bytes,
    target: str,
    headers: Sequence[tuple[str, str]],
    originals: Collection[str],
    spared: Mapping[str, int],
) -> None:
    """Raise `LeakPrevented` if an original stands in the body, the URL or a header more often than spared."""
    wanted = [value for value in originals if len(value) >= _MINIMUM]
    if not wanted:
        return
    text = body.decode("utf-8")
    outside = (unquote_plus(target), *(value for _name, value in headers))
    suspects = [
        value
        for value in wanted
        if value in text or escape(value) in text or any(value in part for part in outside)
    ]
    if not suspects:
        return
    seen: Counter[str] = Counter()
    for part in (*_strings(json.loads(text)), *outside):
        for value in suspects:
            for form in {value, escape(value), escape(escape(value))}:
                if form in part:
                    seen[value] += sum(1 for _ in occurrences(form, part))
    if any(seen[value] > spared.get(value, 0) for value in suspects):
        raise LeakPrevented


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif value is not None and not isinstance(value, bool):
        yield json.dumps(value)
