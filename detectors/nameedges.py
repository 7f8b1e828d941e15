"""Where the name that the model marks begins and ends: what is no part of goes, what was cut off returns."""

import re

from detectors.gazetteer import BODIES, NEVER, PLACES, SITES, WORDS, is_given, is_name, is_surname, load
from detectors.nameshape import CAPITAL, LETTER
from detectors.normalise import fold

_PARTICLES = load("particles")
_GREETINGS = load("greetings") | {"bienvenue", "welcome", "felicitations"}
_ELIDED = re.compile(rf"(?:[dlcjmnst]|qu)'(?={CAPITAL})")
#: What ends a name that the model has not ended: a possessive, a line, a column, a dash, an aside.
_STOP = re.compile(
    r"'[sS](?![^\W_])|[ \t]*(?<!-)[\t\n]| {3}|\s+-\s|\s*[(/;:,|](?!\w+\))|\s+[«\"](?=\s?[a-zà-öø-ÿ])"
)
_TITLE = re.compile(
    r"(?:(?:monsieur|madame|mademoiselle|docteure?|ma[iî]tre|mister|miss)(?=[ .])"
    r"|(?:rev'd|reverend|constable|se[ñn]ora?|dvm|officer)(?= )"
    r"|(?:mm?e?s?|mlles?|mrs?|ms|dre?|prof?|sgt|me|judge|justice|juge|vve|veuve|capt|lt|mgr)\.?(?= ))[. ] *",
    re.IGNORECASE,
)
#: A word cut by the end of its line: "Ber-⏎nier".
_CUT_AFTER = re.compile(
    rf"-\n[ \t]*[a-zà-öø-ÿ]{LETTER}*(?:['-]{LETTER}+)*(?:(?= )(?: {CAPITAL}{LETTER}+){{1,2}})?"
)
_CUT_BEFORE = re.compile(rf"(?<![\w'-])(?:{CAPITAL}{LETTER}*['-]?)+-\n[ \t]*\Z")
_LAST_INITIAL = re.compile(r"(?:(?<![^\W_])[^\W\d_]| [JS]r)\Z")
_NICKNAME = re.compile(
    rf" (?:\"{CAPITAL}[^\"\n]{{1,20}}\"|« ?{CAPITAL}[^»\n]{{1,20}}? ?»)"
    rf"(?: {CAPITAL}{LETTER}+(?:[-']{LETTER}+)*)?"
)
#: A capitalised word inside a sentence, right before or right after a name.
_WORD_BEFORE = re.compile(
    rf"(?:(?<=[^\W\d_] )|(?<=[,;:)] )|(?<=\())({CAPITAL}{LETTER}+(?:['-](?!s ){LETTER}+)*) \Z"
)
_WORD_AFTER = re.compile(rf" ({CAPITAL}{LETTER}+(?:['-]{LETTER}+)*)(?![\w'-])")
_RANKS = frozenset({"rev'd", "reverend", "constable", "senor", "senora", "dvm", "officer"})
_NO_NAMES = WORDS | NEVER | PLACES | BODIES | SITES | load("titles") | load("roles") | _RANKS
_REACH = 30


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the name itself, in a normalised text; empty when nothing of it is left."""
    start, end = _without_titles(text, start, end)
    while end > start and not text[end - 1].isalnum():
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    if stop := _STOP.search(text, start, end):
        end = stop.start()
    start, end = _without_small_words(text, start, end)
    end = _without_letters(text, start, end)
    return completed(text, start, end)


def _without_titles(text: str, start: int, end: int) -> tuple[int, int]:
    while title := _TITLE.match(text, start, end):
        if title.end() == end:
            break
        start = title.end()
    first, _, rest = text[start:end].partition(" ")
    if rest and fold(first) in _GREETINGS:
        start += len(first) + 1
    elided = _ELIDED.match(text, start, end)
    return (elided.end() if elided else start), end


def _without_letters(text: str, start: int, end: int) -> int:
    """Return where a name ends, without the letters of a profession behind it ("Pilar Echeverry IPSPL")."""
    *before, last = text[start:end].split(" ")
    letters = len(before) > 1 and len(last) > 1 and last.isupper() and last.isalpha()
    shouted = any(len(word) > 1 and word.isupper() for word in before)
    return end if not letters or shouted or is_name(fold(last)) else end - len(last) - 1


def _without_small_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut words in small letters from the ends of a name in capitals ("Jo-Annie guéris", "love Steve")."""
    words = [(match.start() + start, match.end() + start) for match in re.finditer(r"\S+", text[start:end])]
    if not any(text[first].isupper() for first, _ in words):
        return _without_common_words(text, start, end), end
    while words and _is_small(text, *words[0]) and fold(text[slice(*words[0])]) not in _PARTICLES:
        words.pop(0)
    while words and _is_small(text, *words[-1]):
        words.pop()
    return (words[0][0], words[-1][1]) if words else (start, start)


def _is_small(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    return word.islower() and not (is_name(fold(word)) and word.isalpha() and len(word) > 3)  # noqa: PLR2004


def _without_common_words(text: str, start: int, end: int) -> int:
    """Return where a name in small letters begins, without the everyday words before it ("rig jeff")."""
    while " " in text[start:end]:
        word = fold(text[start:end].split(" ", 1)[0])
        if word not in WORDS or is_name(word):
            break
        start += len(word) + 1
    return start


def completed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a name with what belongs to it.

    That is an unknown name right before it inside a sentence, a surname right after it, the rest of a word
    cut at the end of a line, its nickname, the point of its last initial.
    """
    floor = max(0, start - _REACH)
    if text.find("-\n", floor, start) >= 0 and (cut := _CUT_BEFORE.search(text, floor, start)):
        start = cut.start()
    if cut := _CUT_AFTER.match(text, end):
        end = cut.end()
    inside = text.endswith(" ", 0, start) and text[start : start + 1].isupper()
    before = _WORD_BEFORE.search(text, max(0, start - _REACH), start) if inside else None
    if before and fold(before[1]) not in _NO_NAMES and not before[1].isupper():
        start = before.start()
    after = _WORD_AFTER.match(text, end)
    if (
        after
        and is_given(fold(text[start:end]))
        and is_surname(folded := fold(after[1]))
        and folded not in PLACES
    ):
        end = after.end()
    if nickname := _NICKNAME.match(text, end):
        end = nickname.end()
    return start, end + (text.startswith(".", end) and _LAST_INITIAL.search(text, start, end) is not None)
