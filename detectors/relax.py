"""From a Python pattern to one that RE2 can run in a set: it matches wherever the first one does, and more.

RE2 has no look-around, atomic groups or back-references. Leaving them out, or putting something wider in
their place, can only make a pattern match more texts; so a text that the relaxed pattern does not match has
no match of the pattern itself.
"""

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]  # the parser of re has no public door
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import re2

_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\p{Nd}",
    op.CATEGORY_NOT_DIGIT: r"\P{Nd}",
    op.CATEGORY_WORD: r"\p{L}\p{N}\p{M}_",
    op.CATEGORY_NOT_WORD: r"\P{L}",
    op.CATEGORY_SPACE: r"\s\x0b\x1c-\x1f\x{85}\p{Z}",
    op.CATEGORY_NOT_SPACE: r"\S",
}
_FEW = 6
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


#: What stands for a letter or digit, and for anything else, that Latin-1 cannot write.
LETTER, SIGN = "\xaa", "\xa4"

_BEYOND = re.compile("[^\x00-\xff]")


def relax(regex: str, *, fold: bool = False, edge: bool = False) -> bytes:
    """Return an RE2 pattern, for texts as `encode` writes them, that matches wherever a Python pattern does.

    ``fold`` ignores case. With ``edge`` the match may start one character before that of the pattern: fewer
    texts match, but the start of a match is no longer that of the pattern.
    """
    tree = _parser.parse(regex)
    groups: dict[int, str] = {}
    relaxed = (_leading(tree) if edge else "") + _sequence(tree, groups)
    return (f"(?i:{relaxed})" if fold or tree.state.flags & re.IGNORECASE else relaxed).encode("ascii")


def encode(text: str) -> bytes:
    """Return a normalised text with one byte for each character, for RE2 in Latin-1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return _BEYOND.sub(lambda match: LETTER if match[0].isalnum() else SIGN, text).encode("latin-1")


def options(memory: int) -> re2.Options:
    """Return the options that `relax` and `encode` are made for, with a limit in bytes for the automaton."""
    chosen = re2.Options()
    chosen.encoding = re2.Options.Encoding.LATIN1
    chosen.max_mem = memory
    chosen.log_errors = False
    return chosen


def _leading(tree: Iterable[tuple[Any, Any]]) -> str:
    """Return what must come before a pattern that starts at a word's edge."""
    for first, argument in tree:
        if first is not op.ASSERT_NOT or argument[0] >= 0:
            break
        inner = list(argument[1])
        if len(inner) == 1 and inner[0][0] is op.IN and inner[0][1][0][0] is not op.NEGATE:
            # What is outside a class for Python may be inside the wider class written here: keep it exact.
            items = [_outside(item) for item in inner[0][1]]
            if all(items):
                return rf"(?:\A|[^{''.join(items)}])"
        break
    return ""


def _outside(item: tuple[Any, Any]) -> str:
    kind, value = item
    if kind is op.CATEGORY and value is op.CATEGORY_WORD:
        return "0-9a-z_"
    return _member(item) if kind is not op.CATEGORY else ""


def _sequence(tree: Iterable[tuple[Any, Any]], groups: dict[int, str]) -> str:
    return "".join(_node(kind, argument, groups) for kind, argument in tree)


def _node(kind: Any, argument: Any, groups: dict[int, str]) -> str:  # noqa: C901, PLR0911 - a line per kind
    if kind is op.LITERAL:
        return _char(argument)
    if kind is op.NOT_LITERAL:
        return f"[^{_char(argument)}]"
    if kind is op.ANY:
        return "(?s:.)"
    if kind is op.IN:
        return _class(argument)
    if kind is op.BRANCH:
        return "(?:" + "|".join(_sequence(branch, groups) for branch in argument[1]) + ")"
    if kind is op.SUBPATTERN:
        number, added, _, inner = argument
        text = (
            f"(?i:{_sequence(inner, groups)})" if added & re.IGNORECASE else f"(?:{_sequence(inner, groups)})"
        )
        if number is not None:
            groups[number] = text
        return text
    if kind is op.ATOMIC_GROUP:
        return f"(?:{_sequence(argument, groups)})"
    if kind in _REPEATS:
        return _repeat(argument, groups)
    if kind is op.GROUPREF:
        return groups.get(argument, "(?s:.*)")
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return ""
    return "(?s:.*)"


def _repeat(argument: Any, groups: dict[int, str]) -> str:
    least, most, inner = argument
    text = _sequence(inner, groups)
    if not text:
        return ""
    if int(most) > _FEW:
        least = min(int(least), _FEW)
        return f"(?:{text})*" if least == 0 else f"(?:{text}){{{least},}}"
    return f"(?:{text}){{{int(least)},{int(most)}}}"


def _class(items: list[tuple[Any, Any]]) -> str:
    if items[0][0] is not op.NEGATE:
        return f"[{''.join(map(_member, items))}]"
    if any(kind is op.CATEGORY for kind, _ in items):
        # Outside a category: written so as to stay wide.
        kept = [_member(item) for item in items[1:] if item[0] is not op.CATEGORY]
        return f"[^{''.join(kept)}]" if kept else "(?s:.)"
    return f"[^{''.join(map(_member, items[1:]))}]"


def _member(item: tuple[Any, Any]) -> str:
    kind, value = item
    if kind is op.RANGE:
        return f"{_char(value[0])}-{_char(value[1])}"
    if kind is op.CATEGORY:
        return _CATEGORIES[value]
    return _char(value)


def _char(code: int) -> str:
    char = chr(code)
    if _BEYOND.match(char):
        code = ord(LETTER if char.isalnum() else SIGN)
    return char if char.isascii() and char.isalnum() else f"\\x{{{code:x}}}"
