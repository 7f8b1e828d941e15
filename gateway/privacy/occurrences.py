"""Where a value stands in a text as a value of its own, not as a part of a longer word or number."""

from collections.abc import Iterator


def occurrences(value: str, text: str) -> Iterator[int]:
    """Yield the start of each occurrence of ``value`` in ``text`` that no letter or digit runs into."""
    start = text.find(value)
    while start >= 0:
        end = start + len(value)
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if not (_joins(before, value[0]) or _joins(after, value[-1])):
            yield start
        start = text.find(value, start + 1)


def _joins(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one word: letters and digits do, and so do hyphenated words."""
    if not (inside.isalnum()):
        return False
    return outside.isalnum() or outside in "-‑_"
