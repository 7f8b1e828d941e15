"""People named after a title, a greeting, a role or a tie of kinship: "Me Roy", "sa fille Ève"."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.counterevidence import names_a_thing
from detectors.findings import Why
from detectors.gazetteer import NEVER, PLACES, WORDS, is_given, is_name, load
from detectors.labels import Label
from detectors.nameshape import read_lower, read_name
from detectors.normalise import fold
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek
from detectors.wordtree import word_tree

_TITLES = load("titles")
_ROLES = load("roles")
_GREETINGS = load("greetings")
_LIST = re.compile(r"(?:,? (?:et|and|&|ou|or) |, )")
_CUE = Seek(
    rf"(?<![\w'.-])(?:(?P<title>{word_tree(_TITLES)})(?![\w'-])|(?P<role>{word_tree(_ROLES)})(?:\(e\)|\.e|·e)?(?![\w'.-])"
    rf"|(?P<greeting>{word_tree(_GREETINGS)})(?![\w'-]))(?P<gap>,? {{1,2}})"
)
_AFTER_GREETING = re.compile(r" ?[,!:;.?)\n]| ?$| -| \d| [^\w\s]|$")
_AFTER_KIN = re.compile(r"[,.;:)!?\n]|$| \(")
_PREFIX = re.compile(r"(?:(?:mm?|mmes?|mlles?|mes?|mr|mrs|ms|dr|dre|la|le|monsieur|madame)\.? )")
_LOWER_TITLES = frozenset(
    {"m.", "mme", "mlle", "dr", "dr.", "dre", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "mgr", "sgt"}
)
#: Abbreviations that mean a person only with a capital ("4 m. Ensuite", "dis-moi").
_CAPITALISED = frozenset(
    {"m.", "mm.", "me", "mes", "ms", "pr", "pr.", "fr.", "sr.", "cap.", "lt", "lt.", "hon."}
)
#: Titles that are everyday words as well: a known name must follow.
_UNSURE = frozenset(
    {
        "lieutenant",
        "lieutenante",
        "inspecteur",
        "inspectrice",
        "inspector",
        "captain",
        "officer",
        "me",
        "mes",
        "justice",
        "fr.",
        "sr.",
        "frere",
        "soeur",
        "cap.",
        "miss",
        "constable",
        "feu",
        "feue",
    }
)
_OF = frozenset({"veuve", "grand-maman", "grand-papa", "feu", "feue"})
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:[-'][^\W\d_]+)*)(?: [A-Z]\.)? [Mm]\. ?\Z")
_NEAR = 30
_PLURALS = frozenset({"mm.", "mmes", "mlles", "messrs", "drs", "drs.", "mes"})


class PersonAfterTitle(Recognizer):
    """A name that a title, a role, a tie of kinship or a greeting announces; the title stays outside."""

    LABEL = Label.PERSON
    FINDS: ClassVar = (
        "Me [[Soukaïna El Amrani]] et Mme [[N'Guessan]]",
        "MM. [[Roy]] et [[Gagnon]]",
        "l'honorable [[Hélène Vézina]], j.c.Q.",
        "sa fille, [[Sylvie]], est concierge",
        "Dear [[Desmond]] and [[Harriet]],",
        "mme [[toussaint]] au travail",
        "Bonjour [[Marie-Ève]],",
        "M. [[LAPORTE]], EST PAS FIN",
    )
    SPARES: ClassVar = (
        "Mme la mairesse, M. le président",
        "Cher Client,",
        "Bonjour Québec,",
        "Merci Beaucoup!",
        "Bonjour madame,",
        "la rue du Docteur-Penfield",
        "Il me dit que M. a raison",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the names after each cue."""
        for cue in _CUE.matches(reading):
            kind = next(name for name in ("title", "role", "greeting") if cue[name])
            words = cue[kind]
            if kind == "title":
                yield from self._titled(reading, words, cue.end(), comma=cue["gap"][0] == ",")
            elif kind == "role":
                yield from self._related(reading, words, cue.end(), comma=cue["gap"][0] == ",")
            elif cue["gap"][0] != ",":
                yield from self._greeted(reading, words, cue.end())

    def _titled(self, reading: Reading, title: str, at: int, *, comma: bool) -> Iterator[Hit]:
        text = reading.text
        written = text[at - len(title) - 1 : at].strip() or text[at - len(title) - 2 : at].strip()
        if comma or (title in _CAPITALISED and written[:1].islower()):
            return
        before = _WORD_BEFORE.search(text, max(0, at - _NEAR), at) if title == "m." else None
        if before and is_name(fold(before[1])):  # an initial: "Deirdre M. Fitzgibbon"
            return
        if title in _OF and text.startswith("de ", at):
            at += len("de ")
        span, score = read_name(text, at, sure=title not in _UNSURE), 0.95
        if span is None and title in _LOWER_TITLES:
            span, score = read_lower(text, at), 0.85
        if span is None or span[1] - span[0] == 1 or names_a_thing(text, *span, sure=True):
            return
        if title in _UNSURE and not is_name(fold(text[span[0] : span[1]].split()[0])):
            return
        yield _hit(span, score, "title", title)
        if title in _PLURALS:
            yield from self._others(text, span[1], "title", title)

    def _others(self, text: str, at: int, pattern: str, cue: str) -> Iterator[Hit]:
        """Tell the names that go on a list: "MM. Roy, Côté et Gagnon"."""
        while link := _LIST.match(text, at):
            span = read_name(text, link.end())
            if span is None or names_a_thing(text, *span):
                return
            yield _hit(span, 0.9, pattern, cue)
            at = span[1]

    def _related(self, reading: Reading, role: str, at: int, *, comma: bool) -> Iterator[Hit]:
        text = reading.text
        span = read_name(text, at) if text[at : at + 1].isupper() else None
        if span is None:
            return
        first = fold(text[span[0] : span[1]].split()[0])
        if role == "pere" and first == "noel":
            return
        known = is_name(first) and first not in PLACES
        if comma and not (is_given(first) and _AFTER_KIN.match(text, span[1])):
            return
        if not known and (first in WORDS or len(first) < 4 or text[span[0] : span[1]].isupper()):  # noqa: PLR2004
            return
        if not names_a_thing(text, *span):
            yield _hit(span, 0.9 if known else 0.8, "role", role)

    def _greeted(self, reading: Reading, greeting: str, at: int) -> Iterator[Hit]:
        text = reading.text
        prefix = _PREFIX.match(reading.folded, at)
        if prefix:
            return
        span = read_name(text, at) or read_lower(text, at)
        if span is None:
            return
        first = fold(text[span[0] : span[1]].split()[0])
        if first in NEVER or first in PLACES or (not is_given(first) and first in WORDS):
            return
        link = re.compile(r",? (?:et|and|&) ").match(text, span[1])
        if not (_AFTER_GREETING.match(text, span[1]) or link):
            return
        if names_a_thing(text, *span):
            return
        yield _hit(span, 0.9 if is_name(first) else 0.85, "greeting", greeting)
        if link:
            yield from self._others(text, span[1], "greeting", greeting)


def _hit(span: tuple[int, int], score: float, pattern: str, cue: str) -> Hit:
    return Hit(*span, score, Why(pattern, context=cue))
