"""From a Python pattern to one for RE2: it matches wherever the first one does, and more.

RE2 has no look-around, atomic groups or back-references. Leaving them out, or putting something wider in
their place, can only make a pattern match more texts; so a text that the relaxed pattern does not match has
no match of the pattern itself.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from re import _constants as op  # type: ignore[attr-defined]  # the parser of re has no public door
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import re2
from re2 import _re2

# Of Latin-1, what Python takes for each category; exact, so that the complement is exact too.
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"0-9",
    op.CATEGORY_WORD: r"\p{L}\p{N}_",
    op.CATEGORY_SPACE: r"\t-\r\x1c-\x20\x{85}\x{a0}",
}
_COMPLEMENTS = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
}
# Inside a class there is no complement of a class of several: something wider, then.
_WIDER = {op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_NOT_WORD: r"\P{L}", op.CATEGORY_NOT_SPACE: r"\S"}
# Of ASCII, what each category surely has.
_CERTAIN = {op.CATEGORY_DIGIT: "0-9", op.CATEGORY_WORD: "0-9A-Za-z_", op.CATEGORY_SPACE: r"\t-\r\x1c-\x20"}
_FEW = 6
_MOST = 200
_ASCII = 128
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


#: What stands for a letter or digit, and for anything else, that Latin-1 cannot write.
LETTER, SIGN = "\xaa", "\xa4"

_BEYOND = re.compile("[^\x00-\xff]")


class Lead(NamedTuple):
    """What is before a pattern's match, that it looks back on: an RE2 pattern, of so many characters.

    ``first``: it is nothing where the match starts with the text.
    """

    text: str = ""
    width: int = 0
    first: bool = False


def relax(regex: str, *, fold: bool = False, loose: bool = False) -> bytes:
    """Return an RE2 pattern, for texts as `encode` writes them, that matches wherever a Python pattern does.

    ``fold`` ignores case. A ``loose`` pattern leads to where it matches for little: it counts to a few only,
    for exact counts cost many states, and its match starts with the pattern's `lead`.
    """
    tree = _parser.parse(regex)
    fold = fold or bool(tree.state.flags & re.IGNORECASE)
    before = _lead(tree, tree.state.flags, fold=fold).text if loose else ""
    relaxed = before + _sequence(tree, {}, _FEW if loose else _MOST)
    return (f"(?i:{relaxed})" if fold else relaxed).encode("ascii")


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


#: RE2's own search in a part of a text: the spans of the match and of its groups, (-1, -1) for none.
Search = Callable[[bytes, int, int], list[tuple[int, int]]]


def searching(pattern: bytes, memory: int) -> Search:
    """Return the search for a pattern; RE2's wrapper in Python makes a generator and a match for each.

    Raises re2.error for a pattern that RE2 does not accept.
    """
    compiled = _re2.RE2(pattern, options(memory))
    if not compiled.ok():
        raise re2.error(compiled.error())
    return partial(compiled.Match, _re2.RE2.Anchor.UNANCHORED)


def lead(regex: str, *, fold: bool = False) -> Lead:
    """Return what a ``loose`` pattern has before what it matches."""
    tree = _parser.parse(regex)
    return _lead(tree, tree.state.flags, fold=fold or bool(tree.state.flags & re.IGNORECASE))


def _lead(tree: Iterable[tuple[Any, Any]], flags: int, *, fold: bool) -> Lead:
    """Return what must come before a pattern that looks back where it starts."""
    for kind, argument in tree:
        if kind is op.SUBPATTERN:
            _, added, dropped, inner = argument
            fold = fold or bool(added & re.IGNORECASE)
            return _lead(inner, (flags | added) & ~dropped, fold=fold)
        if kind is op.AT and argument in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            lines = argument is op.AT_BEGINNING and flags & re.MULTILINE
            return Lead(r"(?:\A|\n)", 1, first=True) if lines else Lead(r"\A")
        if kind not in (op.ASSERT, op.ASSERT_NOT, op.AT):
            break
        if kind is op.AT or argument[0] >= 0:
            continue
        low, high = argument[1].getwidth()
        if kind is op.ASSERT and low == high <= _FEW:
            return Lead(_sequence(argument[1], {}, _MOST), low)
        if kind is op.ASSERT_NOT and low == high == 1 and (kept := _excluded(argument[1], fold=fold)):
            return Lead(rf"(?:\A|[^{kept}])", 1, first=True)
    return Lead()


def _excluded(tree: Sequence[tuple[Any, Any]], *, fold: bool) -> str:
    """Return the members of a class of which the character before is none, whatever it was; "" for unknown.

    Only of ASCII: others share a byte. A folded letter may have been another one.
    """
    if len(tree) > 1 or tree[0][0] not in (op.IN, op.LITERAL):
        return ""
    found: list[str] = []
    for kind, value in tree[0][1] if tree[0][0] is op.IN else tree:
        if kind is op.NEGATE:
            return ""
        if kind is op.CATEGORY:
            found.append(_CERTAIN.get(value, ""))
        else:
            first, last = value if kind is op.RANGE else (value, value)
            if last < _ASCII and not (fold and any(chr(code).isalpha() for code in range(first, last + 1))):
                found.append(_member((kind, value)))
    return "".join(found)


def _sequence(tree: Iterable[tuple[Any, Any]], groups: dict[int, str], most: int) -> str:
    return "".join(_node(kind, argument, groups, most) for kind, argument in tree)


def _node(kind: Any, argument: Any, groups: dict[int, str], most: int) -> str:  # noqa: C901, PLR0911 - a line per kind
    if kind is op.LITERAL:
        return _char(argument)
    if kind is op.NOT_LITERAL:
        return f"[^{_char(argument)}]"
    if kind is op.ANY:
        return "(?s:.)"
    if kind is op.IN:
        return _class(argument)
    if kind is op.BRANCH:
        return "(?:" + "|".join(_sequence(branch, groups, most) for branch in argument[1]) + ")"
    if kind is op.SUBPATTERN:
        number, added, _, inner = argument
        text = (
            f"(?i:{_sequence(inner, groups, most)})"
            if added & re.IGNORECASE
            else f"(?:{_sequence(inner, groups, most)})"
        )
        if number is not None:
            groups[number] = text
        return text
    if kind is op.ATOMIC_GROUP:
        return f"(?:{_sequence(argument, groups, most)})"
    if kind in _REPEATS:
        return _repeat(argument, groups, most)
    if kind is op.GROUPREF:
        return groups.get(argument, "(?s:.*)")
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return ""
    return "(?s:.*)"


def _repeat(argument: Any, groups: dict[int, str], most: int) -> str:
    low, high, inner = int(argument[0]), int(argument[1]), argument[2]
    text = _sequence(inner, groups, most)
    if not text:
        return ""
    if high > most:
        low = min(low, most)
        return f"(?:{text})*" if low == 0 else f"(?:{text}){{{low},}}"
    return f"(?:{text}){{{low},{high}}}"


def _class(items: list[tuple[Any, Any]]) -> str:
    if items[0][0] is not op.NEGATE:
        if len(items) == 1 and items[0][1] in _COMPLEMENTS:
            return f"[^{_CATEGORIES[_COMPLEMENTS[items[0][1]]]}]"
        return f"[{''.join(map(_member, items))}]"
    for kind, value in items[1:]:
        if kind is op.CATEGORY and value in _COMPLEMENTS:
            return f"[{_CATEGORIES[_COMPLEMENTS[value]]}]"  # without what else is excluded from it
    return f"[^{''.join(map(_member, items[1:]))}]"


def _member(item: tuple[Any, Any]) -> str:
    kind, value = item
    if kind is op.RANGE:
        return f"{_char(value[0])}-{_char(value[1])}"
    if kind is op.CATEGORY:
        return _CATEGORIES.get(value) or _WIDER[value]
    return _char(value)


def _char(code: int) -> str:
    char = chr(code)
    if _BEYOND.match(char):
        code = ord(LETTER if char.isalnum() else SIGN)
    return char if char.isascii() and char.isalnum() else f"\\x{{{code:x}}}"
