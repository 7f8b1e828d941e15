"""A known given name and what follows it: "Carl Bussières", "marc antoine tremblay", "TREMBLAY Josée"."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

from detectors.counterevidence import names_a_thing
from detectors.findings import Why
from detectors.gazetteer import (
    BODIES,
    GIVEN_ALONE,
    HOMONYMS,
    NEVER,
    PLACES,
    SITES,
    WORDS,
    is_distinctive,
    is_given,
    is_name,
    is_surname,
)
from detectors.labels import Label
from detectors.nameshape import CAPITAL, LETTER, read_name
from detectors.normalise import fold
from detectors.reading import Reading
from detectors.recognizers.names import denies
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek

#: A capital comes first in these patterns, then what may not stand before it: a scan skips to capitals fast.
#: A capitalised word or an initial that another capitalised word or a particle follows on the line.
_RUN = re.compile(
    rf"{CAPITAL}(?<![\w'.-].)(?:{LETTER}|['-](?={LETTER})|\.-?(?={CAPITAL}\.))*\.? "
    rf"(?=(?:(?:de la|de|du|des|da|di|del|van|von|el|al|ben|le|la) |d'|\"|« ?)?{CAPITAL})"
)
_ALONE = re.compile(
    rf"{CAPITAL}(?<![\w'.@/#&-].){LETTER}{{2,}}(?:-{LETTER}+)*"
    rf"(?![\w@&/-]|\.\w| {CAPITAL}{LETTER}|'s (?:{CAPITAL}|&)| & )"
)
#: A noun right before makes most names those of things ("pots Mason"); these words, and a pause, do not.
_BEFORE_PERSON = re.compile(
    r"(?:^|[^\w ] ?| {2}|(?<![\w'])(?:a|au|aux|de|et|avec|que|pour|par|chez|sans|ou|comme|si|quand|mais|donc"
    r"|car|puis|pis|dit|dis|demande|appelle|vu|voir|selon|entre|contre|and|with|to|for|by|from|that|if|when|but|or|is"
    r"|was|told|asked|says|said|saw|of|as|than|allo|merci|bonjour|salut|hi|hello|dear|thanks|petite?|grande?"
    r"|notre|mon|ma|sa|son|ta|ton) )\Z"
)
_BEFORE_THING = re.compile(
    rf"(?:(?<![^\W\d_])(?:[Ss]ain(?:te?)?|[Ss]te?\.?|St|Chez|CHEZ|Le|Les|Royal|San|S[ãa]o|[Ff]rère"
    rf"|[Mm]adame de|dossiers?|chariot|chemises?|crêpes|tarte|sauce) |[«\"] ?"
    rf"|{CAPITAL}{LETTER}+ (?:et|and|&) "
    rf"|{CAPITAL}{LETTER}+ )\Z"
)
#: "TREMBLAY, Josée", read from its comma on: few commas stand before a given name.
_FIRST = re.compile(
    rf", (?P<first>{CAPITAL}{LETTER}+(?:-{LETTER}+)*)(?=[\n\t;|)\"(,:]|\.?$| {{2}}| [-(\d]|\.(?:\s|$))"
)
_LAST = re.compile(
    rf"(?:^|(?<=[\n\t;|(\"])|(?<=[\n;:.)-] )|(?<=  ))"
    rf"(?P<last>{CAPITAL}{LETTER}+(?:['-]{LETTER}+)*(?: {CAPITAL}{LETTER}+)?) ?\Z"
)
_LONGEST_LAST = 60
_RARE = re.compile(rf"(?<=[\w,;:)] )(?P<word>{CAPITAL}{LETTER}+(?:['-]{LETTER}+)*) \Z")
#: A family in English: "the MacLeods", "the Saab-Hanrahans".
_FAMILY = Seek(
    rf"(?<![\w'])[Tt]he (?P<name>(?:{CAPITAL}{LETTER}+-)?{CAPITAL}{LETTER}+[^\W\d_s]s)"
    rf"(?![\w'-]| {CAPITAL}{LETTER}| of )",
    cased=True,
    minds=True,
)
#: Who asks and who answers in a transcript: no initial of the name that may follow.
_ANSWER = re.compile(r"(?:\A|\n)[QAR]\. ")
_ANSWERS = frozenset({"q.", "a.", "r."})
_NEAR = 24
_GIVEN_START = 3
_LONGEST = 4
_TWO_INITIALS = 4
#: Patterns that stand where the model, asked with a head start, sees nobody.
_SURE = frozenset(("given name and surname", "surname and given name", "family", "initial and surname"))


class PersonByNames(Recognizer):
    """Two or more words of which the first is a known given name (or the last, after a known surname)."""

    LABEL = Label.PERSON
    FINDS: ClassVar = (
        "Voir [[Carl Bussières]] demain",
        "[[ROSE-MICHELINE TOUSSAINT]] EST VENUE",
        "[[Mireille G. Fiset]] est là",
        "[[J.-P. Côté]] a signé",
        "The [[MacLeods]] are driving down",
        "Q. Your name?\nA. [[Eamon Gallagher]].",
        "Q. Quel Ti-Paul? R. [[Paul Houle]], le gars",
        "1. [[Castonguay]], [[Rose]]\n",
        "Locateur : [[Vadeboncoeur]], [[Gérald]]",
    )
    SPARES: ClassVar = (
        "la rue Marie-Anne Est",
        "chez Jean Coutu",
        "Fondation Lucie et André Chagnon",
        "Prix Paul-Émile Borduas",
        "école Louis-Joseph-Papineau",
        "Claire Fontaine inc.",
        "Saint-Jean Baptiste",
        "les pages roses sont belles",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the capitalised names, of two words and more, then those of one."""
        every = (self._capitalised, self._inverted, self._alone, self._families)
        for hit in chain.from_iterable(one(reading) for one in every):
            if hit.why.pattern in _SURE or not denies(reading, hit.start, hit.end):
                yield hit

    def _capitalised(self, reading: Reading) -> Iterator[Hit]:
        text = reading.text
        done = 0
        for match in _RUN.finditer(text):
            if match.start() < done:
                continue
            head = fold(match[0][:-1])
            initial = head.endswith(".")
            if initial and (
                _ANSWER.match(text, max(0, match.start() - 1))
                or (head in _ANSWERS and text.endswith("? ", 0, match.start()))
            ):
                continue
            if head in NEVER or not (initial or is_name(head)):
                continue
            span = read_name(text, match.start())
            if span is None:
                continue
            words = fold(text[slice(*span)]).split()
            pattern = _judge(words, text[slice(*span)])
            if pattern and not names_a_thing(text, *span):
                done = span[1]
                start = _beginning(text, span[0])
                if start != span[0] and names_a_thing(text, start, done):
                    continue
                span = start, done
                yield Hit(*span, 0.9 if pattern != "unknown surname" else 0.85, Why(pattern))

    def _alone(self, reading: Reading) -> Iterator[Hit]:
        """Tell the given names that stand alone, of a short list of names that are hardly anything else."""
        text = reading.text
        for match in _ALONE.finditer(text):
            if fold(match[0]) not in GIVEN_ALONE or match[0].isupper():
                continue
            before = text[max(0, match.start() - _NEAR) : match.start()]
            if not _BEFORE_PERSON.search(fold(before)) or _BEFORE_THING.search(before):
                continue
            if not names_a_thing(text, *match.span()):
                yield Hit(*match.span(), 0.75, Why("given name alone"))

    def _families(self, reading: Reading) -> Iterator[Hit]:
        for match in _FAMILY.matches(reading):
            surname = fold(match["name"]).rpartition("-")[2].removesuffix("s")
            if is_surname(surname) and is_distinctive(surname):
                yield Hit(*match.span("name"), 0.8, Why("family"))

    def _inverted(self, reading: Reading) -> Iterator[Hit]:
        """Tell "TREMBLAY, Josée": two names, for a comma stands between them."""
        text = reading.text
        done = 0
        for after in _FIRST.finditer(text):
            first = fold(after["first"])
            if not is_given(first) or first in PLACES:
                continue
            match = _LAST.search(text, max(done, after.start() - _LONGEST_LAST), after.start())
            if match is None:
                continue
            done = after.end()
            last = fold(match["last"]).split(" ")
            if last[0] in PLACES or last[0] in NEVER:
                continue
            if is_surname(first) and text[match.start() - 1 : match.start()].strip():
                continue
            if after["first"].isupper() and not (match["last"].isupper() and len(first) > _GIVEN_START):
                continue
            capitals = match["last"].isupper() and len(match["last"]) > 2  # noqa: PLR2004
            fielded = text.endswith(": ", 0, match.start())
            if not (is_surname(last[-1]) or ((capitals or fielded) and last[-1] not in WORDS)):
                continue
            if names_a_thing(text, *match.span("last")) or names_a_thing(text, *after.span("first")):
                continue
            yield Hit(*match.span("last"), 0.86, Why("surname, given name"))
            yield Hit(*after.span("first"), 0.86, Why("surname, given name"))


def _beginning(text: str, start: int) -> int:
    """Return where the name begins, with the rare name that may stand before it ("Ndeye Fatou")."""
    before = _RARE.search(text, max(0, start - _NEAR), start)
    if before is None:
        return start
    word = before["word"]
    folded = fold(word)
    common = folded in WORDS or folded in NEVER or folded in PLACES or folded in BODIES or folded in SITES
    acronym = word.isupper() and text[start : start + 2].istitle()
    return start if common or acronym else before.start("word")


def _judge(words: list[str], written: str) -> str:
    """Return why a capitalised run is a person's name, or "" when it is not."""
    first, last = words[0], words[-1]
    if len(words) == 1:
        return ""
    if first.endswith("."):
        everyday = last in WORDS and len(first) < _TWO_INITIALS
        return "initial and surname" if is_surname(last) and last not in PLACES and not everyday else ""
    if is_given(first):
        return _judge_given(words, written)
    if is_surname(first) and any(map(is_given, words[1:])) and len(words) <= _LONGEST:
        return "surname and given name" if first not in WORDS or last.endswith(".") else ""
    return ""


def _judge_given(words: list[str], written: str) -> str:
    """Return why a capitalised run that begins with a known given name is a name, or ""."""
    first, last = words[0], words[-1]
    if is_name(last):
        return "" if (first in WORDS and last in WORDS) or first in NEVER else "given name and surname"
    if first in WORDS or first in PLACES:
        return ""
    if last.endswith("."):
        return "given name and initial"
    rare = last not in PLACES and not any(word in WORDS for word in words[1:])
    capitals = written.isupper() or written.partition(" ")[0].isupper()
    return "unknown surname" if rare and not capitals and first not in HOMONYMS else ""
