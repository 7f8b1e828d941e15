"""A value found with certainty once is found wherever a call says it again.

One pass over each text with an Aho-Corasick automaton of all values, so that the cost does not grow with
their number. Two harms are weighed: a name left readable in a later sentence, and an everyday word, a
street or a school hidden for nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import ahocorasick

from detectors.counterevidence import names_a_thing
from detectors.findings import Finding, Why
from detectors.gazetteer import NEVER, PLACES, WORDS, is_common, is_given, is_name, load
from detectors.labels import Label
from detectors.nameedges import completed
from detectors.normalise import Normalised, fold, normalise

#: The least score of a finding whose value is looked for elsewhere; of one word that is no known name.
CERTAIN = 0.8
_CERTAIN_ALONE = 0.9
_SCORE = 0.8
_SHORTEST = 5
_SHORTEST_WORD = 4
_RECOGNIZER = "propagation"

#: Labels whose value is not looked for again: it is caught by its shape wherever it stands.
_BY_SHAPE = frozenset({Label.EMAIL_ADDRESS, Label.CREDIT_CARD, Label.CONFIDENTIAL_TERM})
_PARTICLES = load("particles") | {"d", "l", "et", "st", "ste", "saint", "sainte", "jr", "sr"}
_JOINTS = "-'\n\t\r"
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
#: What ends where a mention may end: see `_stands_alone`.
_RUN = re.compile(r"\w+")
_PSEUDONYM = re.compile(r"\[[A-Z]+-[0-9A-Z]{6}-[0-9A-Z]{3}\]")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;•*>\n\"«(|-][ \t]*|\n\s*)\Z")


class Value(NamedTuple):
    """What is looked for.

    ``capital``: only a mention with a capital counts. ``whole``: it is the whole of what was found, not one
    word of a name.
    """

    label: str
    capital: bool
    whole: bool


#: Folded values to look for, in the order in which a text tells them.
Clues = tuple[tuple[str, Value], ...]


def propagate(texts: Sequence[str], findings: Sequence[Sequence[Finding]]) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings of each text, and the other mentions of the values that are certain.

    Pure. No finding given is dropped or changed; what is added overlaps none of them, nor a pseudonym.
    """
    told = list(map(clues, texts, findings))
    if not any(told):
        return tuple(map(tuple, findings))
    search = Search(told)
    return tuple(
        merged(found, search.mentions(text, found)) for text, found in zip(texts, findings, strict=True)
    )


def clues(text: str, found: Sequence[Finding]) -> Clues:
    """Return what the findings of one text tell to look for in all texts of the call, in order."""
    told: dict[tuple[str, Value], None] = {}
    seen: set[tuple[str, bool, str]] = set()
    for finding in found:
        if finding.score < CERTAIN:
            continue
        written = text[finding.start : finding.end]
        mention = (finding.label, finding.score >= _CERTAIN_ALONE, written)
        if mention not in seen:
            seen.add(mention)
            told |= dict.fromkeys(_values(finding, written))
    return tuple(told)


def merged(found: Sequence[Finding], added: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of a text and the mentions added to them, in order."""
    return (
        tuple(sorted([*found, *added], key=lambda finding: (finding.start, finding.end)))
        if added
        else tuple(found)
    )


class Search:
    """Looks in one text for the mentions of all values of a call."""

    def __init__(self, told: Iterable[Clues]) -> None:
        values: dict[str, Value] = {}
        for key, value in chain.from_iterable(told):
            known = values.get(key)
            if known is None or (known.capital and not value.capital):
                values[key] = value
        self._automaton = ahocorasick.Automaton()
        for key, value in values.items():
            self._automaton.add_word(key, (len(key), value))
        self._automaton.make_automaton()

    def mentions(self, text: str, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return the mentions to add to the findings of a text, in order."""
        if not self._automaton:
            return ()
        normalised = normalise(text)
        matched = _matched(normalised)
        taken = _taken(text, found)
        mentions: list[tuple[int, int, Value]] = []
        for last, (length, value) in self._automaton.iter(matched):
            start, end = last - length + 1, last + 1
            if not taken[normalised.original(start, end)[0]] and _stands_alone(matched, start, end):
                mentions.append((start, end, value))
        return _added(normalised, taken, mentions) if mentions else ()


def words_of(text: str) -> set[str]:
    """Return the words of a text in the form that is matched. A mention begins with one of them whole."""
    return {*_RUN.findall(_matched(normalise(text))), ""}


def first_word(key: str) -> str:
    """Return the first word of what is looked for, "" where it has none."""
    word = _RUN.search(key)
    return word[0] if word else ""


def _matched(normalised: Normalised) -> str:
    return _blanked(fold(normalised.text))


def _values(finding: Finding, written: str) -> Iterator[tuple[str, Value]]:
    """Tell what to look for on account of one finding."""
    folded = fold(normalise(written).text)
    whole = _key(folded)
    if finding.label != Label.PERSON:
        if finding.label not in _BY_SHAPE and len(whole) >= _SHORTEST:
            yield whole, Value(finding.label, capital=False, whole=True)
        return
    words = [word for word in _WORD.findall(folded) if word not in _PARTICLES]
    if len(words) > 1:
        yield whole, Value(finding.label, capital=all(map(is_common, words)), whole=True)
    elif not words or (finding.score < _CERTAIN_ALONE and not is_name(words[0])):
        return
    tail = whole.split(" ")[1:]
    if len(tail) > 1:
        yield " ".join(tail), Value(finding.label, capital=all(map(is_common, tail)), whole=True)
    for word in words:
        name, given = is_name(word), is_given(word)
        never, place = word in NEVER, word in PLACES
        town = place and len(words) > 1 and not given
        if len(word) > 1 and (name or not never) and not town and not word.isdigit():
            short = len(word) < (_SHORTEST_WORD - given)
            capital = short or not name or place or never or is_common(word)
            yield _key(word), Value(finding.label, capital, whole=False)


def _key(folded: str) -> str:
    """Return a folded text in the form that is matched: each joint a blank, and one blank at a time."""
    return folded if folded.isalnum() else " ".join(_blanked(folded).split())


def _blanked(folded: str) -> str:
    """Return a folded text with blanks for its joints, of the same length."""
    for joint in _JOINTS:
        folded = folded.replace(joint, " ")
    return folded


def _taken(text: str, found: Sequence[Finding]) -> bytearray:
    """Return, for each character, whether it is found or hidden already."""
    taken = bytearray(len(text))
    hidden = (match.span() for match in _PSEUDONYM.finditer(text))
    for start, end in chain(((one.start, one.end) for one in found), hidden):
        taken[start:end] = b"\1" * (end - start)
    return taken


def _added(
    normalised: Normalised, taken: bytearray, mentions: list[tuple[int, int, Value]]
) -> tuple[Finding, ...]:
    """Return the mentions that are ones, each where nothing is taken; the longest first of the same start."""
    added: list[Finding] = []
    mentions.sort(key=lambda mention: (mention[0], -mention[1]))
    for start, end, value in mentions:
        first, last = normalised.original(start, end)
        if 1 in taken[first:last] or not _is_mention(normalised, start, end, value):
            continue
        if value.label == Label.PERSON:
            # What belongs to it as well, where that is free.
            wider = normalised.original(*completed(normalised.text, start, end))
            first, last = (first, last) if 1 in taken[slice(*wider)] else wider
        taken[first:last] = b"\1" * (last - first)
        added.append(Finding(first, last, value.label, _SCORE, _RECOGNIZER, Why("found elsewhere")))
    return tuple(added)


def _stands_alone(matched: str, start: int, end: int) -> bool:
    before, after = matched[start - 1 : start], matched[end : end + 1]
    return not (before.isalnum() or after.isalnum() or before == "_" or after == "_")


def _is_mention(normalised: Normalised, start: int, end: int, value: Value) -> bool:
    """Tell whether a run that matches a value is a mention of it."""
    text = normalised.text
    if value.label != Label.PERSON:
        return True
    if _in_address_or_path(text, start, end) or names_a_thing(text, start, end, sure=True):
        return False
    return not value.capital or _is_capitalised_name(text, start, end, whole=value.whole)


def _is_capitalised_name(text: str, start: int, end: int, *, whole: bool) -> bool:
    """Tell whether the capital of an everyday word means a name here, not the start of a sentence."""
    written = text[start:end]
    if not all(word[0].isupper() for word in _WORD.findall(written)):
        return False
    if whole:
        return True
    if written.isupper() and len(written) > 1:
        return not _shouts(text, start, end)
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit():
        return False
    return fold(written) not in WORDS or not _SENTENCE_START.search(text, max(0, start - 12), start)


def _in_address_or_path(text: str, start: int, end: int) -> bool:
    """Tell whether a run is part of a mail address, a handle, a domain or, in lower case, a path."""
    joints = "@_\\=#" if text[start].isupper() else "@_\\=#/"
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before and before in joints) or (after and after in joints):
        return True
    dotted = after == "." and text[end + 1 : end + 2].isalpha() and text[end + 1].islower()
    return dotted or (before == "." and text[start].islower() and text[start - 2 : start - 1].isalpha())


def _shouts(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a run are in capitals as well, so that its own say nothing."""
    around = text[max(0, start - 20) : start] + text[end : end + 20]
    letters = [char for char in around if char.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) * 2 > len(letters)  # noqa: PLR2004
