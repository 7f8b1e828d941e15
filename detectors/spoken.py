"""Numbers dictated in words, digit by digit or in groups: "cinq un quatre", "quarante-quatre tiret deux"."""

import re
from collections.abc import Iterator

import re2

from detectors.normalise import Normalised
from detectors.relax import encode, options

_UNITS = {
    "zero": 0, "oh": 0, "un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4,
    "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9,
    "nine": 9,
}  # fmt: skip
_TEENS = {
    "dix": 10, "ten": 10, "onze": 11, "eleven": 11, "douze": 12, "twelve": 12, "treize": 13, "thirteen": 13,
    "quatorze": 14, "fourteen": 14, "quinze": 15, "fifteen": 15, "seize": 16, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "twenty": 20, "trente": 30, "thirty": 30, "quarante": 40, "forty": 40,
    "cinquante": 50, "fifty": 50, "soixante": 60, "sixty": 60, "septante": 70, "seventy": 70, "eighty": 80,
    "nonante": 90, "ninety": 90,
}  # fmt: skip
_HUNDRED = frozenset(("cent", "cents", "hundred"))
_THOUSAND = frozenset(("mille", "mil", "thousand"))
_HYPHEN = frozenset(("tiret", "dash", "hyphen"))
_WORDS = "|".join(sorted({*_UNITS, *_TEENS, *_TENS, *_HUNDRED, *_THOUSAND, *_HYPHEN}, key=len, reverse=True))
_GAP = r"(?:[ -]|, |\.{2,3} ?)"
_NUMBER = rf"(?:{_WORDS})"
_LETTER = r"(?:[b-hj-npr-xz](?: (?:comme|as in|for) [a-z]+)?)"
_FIRST = r"(?:[a-hj-z](?: (?:comme|as in|for) [a-z]+)?)"
# Letters may stand before, in and after the digits: "k quarante-quatre l m n".
_RUN = re.compile(
    rf"(?<![\w'-])(?:{_FIRST} ){{0,4}}{_NUMBER}(?:{_GAP}(?:et )?{_NUMBER}|(?:, "
    rf"| ){_LETTER}(?![\w'-]))+(?![\w'])"
)
_WORD = re.compile(r"[a-z]+")
_ALPHABET = re.compile(r" (?:comme|as in|for) [a-z]+")
_THREE = re2.compile(
    (
        rf"(?:\A|[^a-z])(?:{_WORDS}){_GAP}(?:et )?"
        rf"(?:(?:{_WORDS}){_GAP}(?:{_WORDS})|(?:{_WORDS}){_GAP}?[a-z])"
    ).encode(),
    options(8 << 20),
)
_FEWEST_GROUPS = 2
_FEWEST_DIGITS = 3


def transcribe(folded: str) -> Normalised | None:
    """Return a folded text with its dictated numbers in digits, and where each character comes from.

    None when it has none. A number said as one, like a year or a quantity, stays in words.
    """
    if not _THREE.search(encode(folded)):
        return None
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for run in _RUN.finditer(folded):
        groups = list(_groups(folded, run))
        digits = [written for written, *_ in groups if written.isdigit()]
        count = sum(map(len, digits))
        letters = sum(written.isalpha() for written, *_ in groups)
        spelled = letters >= _FEWEST_GROUPS and count >= _FEWEST_GROUPS
        if not spelled and (len(digits) < _FEWEST_GROUPS or count < _FEWEST_DIGITS):
            continue
        groups = _trimmed(groups)
        characters += folded[at : groups[0][1]]
        starts += range(at, groups[0][1])
        ends += range(at + 1, groups[0][1] + 1)
        for written, start, end in groups:
            characters += written
            starts += [start] * len(written)
            ends += [end] * len(written)
        at = groups[-1][2]
    if not at:
        return None
    starts += range(at, len(folded))
    ends += range(at + 1, len(folded) + 1)
    return Normalised("".join((*characters, folded[at:])), tuple(starts), tuple(ends))


def _trimmed(groups: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    kept = [at for at, (written, *_) in enumerate(groups) if written != "-"]
    return groups[kept[0] : kept[-1] + 1]


def _groups(folded: str, run: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Tell the numbers, letters and hyphens of a run: as written, start, end."""
    words: list[tuple[str, int, int]] = []
    at = run.start()
    while match := _WORD.search(folded, at, run.end()):
        word, end = match[0], match.end()
        if len(word) == 1 and (code := _ALPHABET.match(folded, end, run.end())):
            end = code.end()
        if word != "et":
            words.append((word, match.start(), end))
        at = end
    said = [word for word, *_ in words]
    index = 0
    while index < len(words):
        word, start, end = words[index]
        if word in _HYPHEN or len(word) == 1:
            yield "-" if word in _HYPHEN else word, start, end
            index += 1
            continue
        value, after = _value(said, index)
        yield str(value), start, words[after - 1][2]
        index = after


def _value(words: list[str], at: int) -> tuple[int, int]:
    """Return the number said at a place, and the place after it."""
    value, after = _below_thousand(words, at)
    if after < len(words) and words[after] in _THOUSAND:
        value, after = max(value, 1) * 1000, after + 1
        if after < len(words) and words[after] in {*_UNITS, *_TEENS, *_TENS, *_HUNDRED} - {"zero", "oh"}:
            rest, after = _below_thousand(words, after)
            value += rest
    return value, after


def _below_thousand(words: list[str], at: int) -> tuple[int, int]:
    value, after = _below_hundred(words, at)
    if after < len(words) and words[after] in _HUNDRED and value:
        value, after = value * 100, after + 1
        if after < len(words) and words[after] in {*_UNITS, *_TEENS, *_TENS} - {"zero", "oh"}:
            rest, after = _below_hundred(words, after)
            value += rest
    return value, after


def _below_hundred(words: list[str], at: int) -> tuple[int, int]:
    word, after = words[at], at + 1
    following = words[after] if after < len(words) else ""
    if word in _HUNDRED or word in _THOUSAND:
        return 1, at
    if word == "quatre" and following.startswith("vingt"):
        return _added(words, after + 1, 80, _TEENS)
    if word in _TENS:
        return _added(words, after, _TENS[word], _TEENS if word == "soixante" else {})
    if word == "dix" and following in {"sept", "huit", "neuf"}:
        return 10 + _UNITS[following], after + 1
    return _UNITS.get(word, _TEENS.get(word, 0)), after


def _added(words: list[str], at: int, tens: int, teens: dict[str, int]) -> tuple[int, int]:
    """Return tens with the unit, or in French the number up to nineteen, said after them."""
    word = words[at] if at < len(words) else ""
    if word in teens:
        rest, after = _below_hundred(words, at)
        return tens + rest, after
    return (tens + _UNITS[word], at + 1) if _UNITS.get(word) else (tens, at)
