"""A value found with certainty once is found wherever a call says it again.

One pass over each text with an Aho-Corasick automaton of all values, so that the cost does not grow with
their number. Two harms are weighed: a name left readable in a later sentence, and an everyday word, a
street or a school hidden for nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from detectors.counterevidence import names_a_thing
from detectors.findings import Finding, Why
from detectors.gazetteer import HOMONYMS, NEVER, PLACES, WORDS, is_given, is_name, load
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
_TO_BLANK = str.maketrans(dict.fromkeys("-'\n\t\r", " "))
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_PSEUDONYM = re.compile(r"\[[A-Z]+-[0-9A-Z]{6}-[0-9A-Z]{3}\]")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;•*>\n\"«(|-][ \t]*|\n\s*)\Z")


@dataclass(frozen=True, slots=True)
class Value:
    """What is looked for.

    ``capital``: only a mention with a capital counts. ``whole``: it is the whole of what was found, not one
    word of a name.
    """

    label: str
    capital: bool
    whole: bool


def propagate(texts: Sequence[str], findings: Sequence[Sequence[Finding]]) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings of each text, and the other mentions of the values that are certain.

    Pure. No finding given is dropped or changed; what is added overlaps none of them, nor a pseudonym.
    """
    values: dict[str, Value] = {}
    seen: set[tuple[str, bool, str]] = set()
    for text, found in zip(texts, findings, strict=True):
        for finding in found:
            written = text[finding.start : finding.end]
            mention = (finding.label, finding.score >= _CERTAIN_ALONE, written)
            if finding.score < CERTAIN or mention in seen:
                continue
            seen.add(mention)
            for key, value in _values(finding, written):
                known = values.get(key)
                if known is None or (known.capital and not value.capital):
                    values[key] = value
    if not values:
        return tuple(map(tuple, findings))
    automaton = ahocorasick.Automaton()
    for key, value in values.items():
        automaton.add_word(key, (len(key), value))
    automaton.make_automaton()
    return tuple(_complete(text, found, automaton) for text, found in zip(texts, findings, strict=True))


def _values(finding: Finding, written: str) -> Iterator[tuple[str, Value]]:
    """Tell what to look for on account of one finding."""
    plain = normalise(written).text
    whole = _key(plain)
    if finding.label != Label.PERSON:
        if finding.label not in _BY_SHAPE and len(whole) >= _SHORTEST:
            yield whole, Value(finding.label, capital=False, whole=True)
        return
    words = [word for match in _WORD.finditer(plain) if (word := fold(match[0])) not in _PARTICLES]
    if len(words) > 1:
        yield whole, Value(finding.label, capital=all(map(_is_everyday, words)), whole=True)
    elif not words or (finding.score < _CERTAIN_ALONE and not is_name(words[0])):
        return
    tail = whole.split(" ")[1:]
    if len(tail) > 1:
        yield " ".join(tail), Value(finding.label, capital=all(map(_is_everyday, tail)), whole=True)
    for word in words:
        town = word in PLACES and len(words) > 1 and not is_given(word)
        if len(word) > 1 and (word not in NEVER or is_name(word)) and not town and not word.isdigit():
            short = len(word) < (_SHORTEST_WORD - is_given(word))
            capital = short or not is_name(word) or _is_everyday(word) or word in PLACES or word in NEVER
            yield _key(word), Value(finding.label, capital=capital, whole=False)


def _key(text: str) -> str:
    """Return a text in the form that is matched: folded, each joint a blank."""
    return " ".join(fold(text).translate(_TO_BLANK).split())


def _is_everyday(word: str) -> bool:
    return word in WORDS or word in HOMONYMS


def _complete(text: str, found: Sequence[Finding], automaton: "ahocorasick.Automaton") -> tuple[Finding, ...]:
    """Return the findings of one text with the mentions added, in order."""
    normalised = normalise(text)
    matched = fold(normalised.text).translate(_TO_BLANK)
    mentions: list[tuple[int, int, Value]] = []
    for last, (length, value) in automaton.iter(matched):
        start, end = last - length + 1, last + 1
        if _stands_alone(matched, start, end):
            mentions.append((start, end, value))
    if not mentions:
        return tuple(found)
    taken = sorted([(f.start, f.end) for f in found] + [m.span() for m in _PSEUDONYM.finditer(text)])
    added: list[Finding] = []
    mentions.sort(key=lambda mention: (mention[0], -mention[1]))
    at = done = 0
    for start, end, value in mentions:
        first, last = normalised.original(start, end)
        if first < done:
            continue
        while at < len(taken) and taken[at][1] <= first:
            at += 1
        if (at < len(taken) and taken[at][0] < last) or not _is_mention(normalised, start, end, value):
            continue
        if value.label == Label.PERSON:
            before = max(done, taken[at - 1][1] if at else 0)
            after = taken[at][0] if at < len(taken) else len(text)
            first, last = _widened(normalised, start, end, before, after)
        done = last
        added.append(Finding(first, last, value.label, _SCORE, _RECOGNIZER, Why("found elsewhere")))
    return (
        tuple(sorted([*found, *added], key=lambda finding: (finding.start, finding.end)))
        if added
        else tuple(found)
    )


def _widened(normalised: Normalised, start: int, end: int, before: int, after: int) -> tuple[int, int]:
    """Return the original span of a mention of a person, with what belongs to it where that is free."""
    first, last = normalised.original(*completed(normalised.text, start, end))
    return (first, last) if before <= first and last <= after else normalised.original(start, end)


def _stands_alone(matched: str, start: int, end: int) -> bool:
    before, after = matched[start - 1 : start], matched[end : end + 1]
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")


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
