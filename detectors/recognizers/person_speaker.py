"""People who speak, write, sign or sue: tags of chats and transcripts, mailboxes, signatures, causes."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from detectors.counterevidence import names_a_thing
from detectors.findings import Why
from detectors.gazetteer import PLACES, WORDS, is_given, is_name
from detectors.labels import Label
from detectors.nameshape import CAPITAL, LETTER, NAME, read_lower, read_name
from detectors.normalise import fold
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek

_TIME = r"(?:\d{4}-\d\d-\d\d,?[ T])?\d{1,2} ?[:hH] ?\d\d(?:[:m]\d\d)?(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?"
_STAMP = rf"[\[(]{_TIME}[\])]|{_TIME}"
_LINE = r"\n[ \t>*•·💬-]{0,6}\*{0,2}"
_ASIDE = r"(?: ?\([^)\n]{1,30}\))"
_SHORT_NAME = rf"{LETTER}[\w.'-]*(?: [\w.'-]+){{0,3}}"
#: "[10:32] Julie G.:", "10 h 32 - Julie :", "Julie Gagnon 09:02", "Julie [8 h 33]"
_STAMPED = re.compile(
    rf"{_LINE}(?:(?:{_STAMP})(?: ?- ?| )(?:\w+>)?<?(?P<after>{_SHORT_NAME})>?\*{{0,2}}{_ASIDE}? ?[:>]"
    rf"|(?P<before>{_SHORT_NAME})\*{{0,2}}(?: ?[,·-] ?| {{1,3}})"
    rf"(?:[\[(]{_TIME}[\])]|{_TIME}(?=[ ]*(?:\n|$|:))))"
)
#: "Julie : allo", "Agent>Marie: allo", "**Julie Gagnon** :"
_TAGGED = re.compile(
    rf"{_LINE}(?:[A-Za-z]+>)?(?P<tag>{_SHORT_NAME})\*{{0,2}}{_ASIDE}? ?\*{{0,2}}[:>](?=[ \n*])"
)
_MAILBOX = Seek(r"[\"']? ?[<(\[](?:mailto:)?[\w.+-]+@", cased=True)
_WRITTEN = re.compile(rf"(?:(?P<last>{CAPITAL}[\w'-]+(?: {CAPITAL}[\w'-]+)?), )?(?P<name>{NAME})\Z")
_CLOSING = re.compile(
    r"\n[ \t>]*(?:(?:bien |tres |mes |avec |sinceres |nos |meilleures |kind |best |warm |many |yours )*"
    r"(?:cordialement|respectueusement|sincerement|salutations(?: distinguees)?|amities|amicalement"
    r"|merci(?: (?:beaucoup|d'avance|bien))?|bonne (?:journee|semaine|soiree|fin de semaine)"
    r"|a bientot|au plaisir|bien a vous|regards|wishes|sincerely"
    r"|truly|faithfully|thanks|thank you|cheers|love|xx+|bises|signe|--)"
    r"(?: (?:yours|distinguees|a tous|a vous|much|so much|again|in advance))?)[ ,.!;:)]*\n{1,3}"
    r"[ \t>]*(?:[-_]{1,} ?|/s/ ?)?"
)
_SIGNED = re.compile(r"\n[ \t]*(?:-{1,2}|/s/|\(s\)|\(signe\)|signe ?:|x_+) ?(?=[^\W\d_])")
_CAUSE = re.compile(rf" (?:c\.|v\.|vs\.?) (?P<two>{CAPITAL}[\w'-]+(?: {CAPITAL}[\w'-]+)?)")
_PARTY = re.compile(rf"(?<![\w'-])(?P<one>{CAPITAL}[\w'-]+(?: {CAPITAL}[\w'-]+)?)\Z")
_REACH = 60
_ENDS = re.compile(r"[ \t.]*(?:\n|$|,|\(|  | -|\t)")
_TWICE = 2
_SHORTEST = 5


class PersonSpeaking(Recognizer):
    """A name whose place on the line says that it speaks, writes, signs or sues."""

    LABEL = Label.PERSON
    FINDS: ClassVar = (
        "[10:32] [[Julie G.]]: allo",
        "[[Bouchra El Idrissi]] 09:02\nbon matin!",
        "Agent>[[Marie]]: allo",
        "Cordialement,\n\n[[Audrey-Anne Lord]]",
        "[[Solange Benhamou]] <sb@exemple.example>",
        "[[TREMBLAY]] c. [[ROY]]",
        "-- \n[[Kofi Mensah]]",
    )
    SPARES: ClassVar = (
        "Objet : la hausse",
        "Note : voir plus bas",
        "Merci,\nLa direction",
        "Montréal c. Québec",
        "Total 10:30",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the names of those who speak, then of those who write, sign or sue."""
        yield from self._speakers(reading)
        text = reading.text
        for match in _MAILBOX.matches(reading):
            written = _WRITTEN.search(
                text, max(text.rfind("\n", 0, match.start()) + 1, match.start() - _REACH), match.start()
            )
            if written:
                yield from self._checked(reading, *written.span("name"), "mailbox", 0.9)
                if written["last"]:
                    yield from self._checked(reading, *written.span("last"), "mailbox", 0.9)
        lines = "\n" + reading.folded
        for regex in (_CLOSING, _SIGNED):
            for match in regex.finditer(lines):
                yield from self._signature(text, match.end() - 1)
        for match in _CAUSE.finditer(text):
            one = _PARTY.search(text, max(0, match.start() - _REACH), match.start())
            if one:
                parties = [
                    *self._checked(reading, *one.span("one"), "style of cause", 0.9),
                    *self._checked(reading, *match.span("two"), "style of cause", 0.9),
                ]
                # One party alone is most often a published decision against a body: a name of a case.
                yield from parties if len(parties) > 1 else ()

    def _speakers(self, reading: Reading) -> Iterator[Hit]:
        lines = "\n" + reading.text
        for match in _STAMPED.finditer(lines):
            start, end = match.span("after" if match["after"] else "before")
            yield from self._checked(reading, start - 1, end - 1, "stamp", 0.9)
        tags = list(_TAGGED.finditer(lines))
        said = Counter(match["tag"] for match in tags)
        for match in tags:
            first = fold(match["tag"]).replace(".", " ").split()[:1]
            if not first or not is_name(first[0]):
                continue
            again = said[match["tag"]] >= _TWICE
            start, end = match.span("tag")
            yield from self._checked(
                reading, start - 1, end - 1, "tag again" if again else "tag", 0.9 if again else 0.85
            )

    def _checked(self, reading: Reading, start: int, end: int, pattern: str, score: float) -> Iterator[Hit]:
        """Tell a run if the whole of it is a name, of which one word at least is known."""
        text = reading.text
        span = read_name(text, start) or read_lower(text, start)
        if span is None or text[span[1] : end].strip(" .\"'*"):
            return
        words = fold(text[slice(*span)]).replace(".", " ").split()
        if pattern.startswith("tag") and not (is_name(words[0]) and (len(words) > 1 or is_given(words[0]))):
            return
        if (
            pattern.startswith("tag")
            and text[slice(*span)].isupper()
            and len(words) == 1
            and span[1] - span[0] < _SHORTEST
        ):
            return
        if not any(is_name(word) for word in words) or (
            len(words) == 1 and (words[0] in PLACES or not _alone(words[0]))
        ):
            return
        if not names_a_thing(text, *span):
            yield Hit(*span, score, Why(pattern))

    def _signature(self, text: str, at: int) -> Iterator[Hit]:
        span = read_name(text, at) or read_lower(text, at)
        if span is None or not _ENDS.match(text, span[1]):
            return
        words = fold(text[slice(*span)]).split()
        known = is_given(words[0]) or (len(words) > 1 and any(is_name(word) for word in words))
        if known and not (len(words) == 1 and words[0] in PLACES) and not names_a_thing(text, *span):
            yield Hit(*span, 0.9, Why("signature"))


def _alone(word: str) -> bool:
    """Tell whether one word can be taken for a person who speaks."""
    return is_given(word) or word not in WORDS
