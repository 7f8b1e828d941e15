"""People named in a field: forms, message headers, tables, JSON and XML keys, contact cards."""

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

#: Labels that only a person's name can follow, and labels that may be followed by other things as well.
_CERTAIN = load("certain_fields")
_LIKELY = load("likely_fields")
_HEADERS = load("header_fields")
_KEYS = load("data_keys")

_QUALIFIER = (
    r"(?:\(?s\)?|\(e\)(?:\(?s\)?)?|\(es\)|[.·]e[.·]?s?)?"
    r"(?: (?:de l'|de la |du |des |de |d'|of (?:the )?|no\.? ?)[a-z' ()./-]{2,30}?"
    r"| ?\([^)\n]{0,40}\)| \d{1,2})?"
)
_LABEL = Seek(
    rf"(?<![\w'-])(?P<label>{word_tree(_CERTAIN | _LIKELY)}){_QUALIFIER}\*{{0,2}} ?[:=]\*{{0,2}}[ \t]*\"?"
)
_HEADER = Seek(
    rf"(?:^|\n|\\n)[ \t>*#-]{{0,8}}\*{{0,2}}(?P<label>{word_tree(_HEADERS)})\*{{0,2}} ?:\*{{0,2}}[ \t]*\"?"
)
_COLUMN = Seek(
    rf"(?:^|\n)[ \t>*|-]{{0,8}}(?P<label>{word_tree(_CERTAIN | {'nom', 'patient', 'patiente', 'eleve'})})"
    r"(?:\t|[ .]{2,}\.? ?|[ ]?\|[ ]?|_+ ?|\n(?=\S))"
)
_KEY = Seek(
    rf"[\"'](?P<label>(?:[a-z0-9]+_)?{word_tree(_KEYS)})[\"'] ?(?::|=>) ?\[?[\"']"
    rf"|<(?:[a-z0-9]+:)?(?P<tag>{word_tree(_KEYS)})(?: [^<>\n]{{0,80}})?>"
    rf"|(?:^|\n)(?P<card>f?n)(?:;[^:\n]{{0,40}})?:|;?cn=(?P<cn>)\"?"
    rf"|(?:^|\n)[ -]{{0,12}}(?P<line>{word_tree(_KEYS - _CERTAIN - _LIKELY)}) ?[:=] ?[\"']?"
)
_NEXT = re.compile(
    r"(?: ?[,;/] ?| (?:et|and|&|ou|or) |, (?:et|and) |[\"'], ?[\"'](?![^\"'\n]{1,30}[\"'] ?(?::|=>))|\\, )"
)
_STOPPED = re.compile(r"[ .]*(?:$|[\n\t,;|/(<\[\"'})*_]|  | - |\d| [^\w\s]|[a-z]{2,}>)| [(\d]")
_TITLE = re.compile(
    r"(?:(?:mm?(?=\. |\.[^\W\d_]{3}| [^ ])|mmes?|mlles?|mes?|mr|mrs|ms|dre?s?|pr|prof|sgte?|agte?|l'honorable"
    r"|hon|monsieur|madame|docteure?|veuve|juge|maitre|mgr|cst|cpl|lt)(?:\. ?| )(?:, )?)(?=\S)"
)
_ACRONYM = 5
_FIRST = ("prenom", "first", "given")
_BARE = frozenset({"nom", "noms", "name", "names"})
_PLAIN = frozenset(
    {"name", "nom", "noms", "names", "contact", "client", "cliente", "author", "owner", "title"}
)


class PersonInField(Recognizer):
    """A name that a label, a column, a key or a card says to be one."""

    LABEL = Label.PERSON
    FINDS: ClassVar = (
        "Nom : [[TREMBLAY]], [[Marie-Ève]]",
        "Prénom: [[julie]]",
        "Locataires (partie défenderesse) : [[Kouassi Adjoua N'Guessan]] et [[Thierry Lamontagne]]",
        "De : [[Julie Gagnon]] <jg@exemple.example>",
        "Nom        [[LAFRENIÈRE-OSEI]]\nPrénom     [[KWAME]]",
        "['prenom' => '[[Sékou]]', 'nom' => '[[Diallo]]']",
        '{"name":"[[Ovila Gendreau]]","lang":"fr"}',
        '{"familyName": "[[Benhamou]]", "givenNames": ["[[Zakaria]]", "[[Simon]]"]}',
        "<NomFamille>[[DELVA]]</NomFamille>",
        "nom,prenom,note\n[[Ducharme]],[[Maëlle]],82",
        "N:[[Kowalczyk-Gendron]];[[Mariusz]];;M.;",
    )
    SPARES: ClassVar = (
        "Nom de l'entreprise : Gestion Paie Boréale inc.",
        "Nom : à compléter",
        '{"name": "get_weather", "description": "Weather"}',
        "Présents : 15 personnes",
        "De : École Sainte-Gertrude",
        "Patient : aucun",
        '{"name": "à venir", "lang": "fr"}',
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the names in each field."""
        for regex, pattern in ((_LABEL, "field"), (_HEADER, "header"), (_COLUMN, "column")):
            for match in regex.matches(reading):
                label = match["label"]
                yield from self._values(reading, match.end(), pattern, label, sure=label in _CERTAIN)
        for match in _KEY.matches(reading):
            label = match["label"] or match["tag"] or match["line"] or "vcard"
            yield from self._values(reading, match.end(), "key", label, sure=label not in _PLAIN)
        yield from self._cells(reading)

    def _cells(self, reading: Reading) -> Iterator[Hit]:
        """Tell the names in tables; "nom" heads people where "prénom" stands beside it, else anything."""
        headed = [(cell, fold(cell.header).strip(" *_:.\"'")) for cell in reading.cells]
        people = any(header.startswith(_FIRST) for _, header in headed)
        for cell, header in headed:
            if header in _CERTAIN or header in _KEYS or header in _LIKELY:
                sure = header in _CERTAIN or (header in _KEYS and header != "name")
                sure = sure and (people or header not in _BARE)
                yield from self._values(reading, cell.start, "cell", header, sure=sure, limit=cell.end)

    def _values(
        self, reading: Reading, at: int, pattern: str, label: str, *, sure: bool, limit: int | None = None
    ) -> Iterator[Hit]:
        """Tell the names of a list that begins at an offset, up to the first thing that is not one."""
        text = reading.text
        first = True
        single = False
        while True:
            title = _TITLE.match(reading.folded, at)
            at = title.end() if title else at
            span = _read_value(text, at, sure=(sure and first) or single or title is not None)
            if span is None or (limit is not None and span[1] > limit):
                return
            if not first and _is_acronym(text[slice(*span)]):
                return
            if names_a_thing(text, *span, sure=sure and first):
                return
            yield Hit(*span, 0.92 if sure else 0.86, Why(pattern, context=label))
            link = _NEXT.match(text, span[1])
            if link is None:
                return
            single = first and link[0].startswith(",") and " " not in text[slice(*span)]
            at, first = link.end(), False


def _read_value(text: str, at: int, *, sure: bool) -> tuple[int, int] | None:
    """Return the name that fills a field from an offset on; what follows it must end the field.

    ``sure``: the label is certain, so that an unknown word will do if it looks like a name.
    """
    span = read_name(text, at, sure=False) or read_lower(text, at)
    if span is None:
        return None
    words = fold(text[span[0] : span[1]]).split()
    known = sum(is_name(word) for word in words)
    ended = _STOPPED.match(text, span[1]) is not None or text.startswith((" et ", " and "), span[1])
    if words[0] in PLACES and not sure and not (known and len(words) > 1):
        return None
    if ended and sure:
        return span if known or not all(word in WORDS or word in NEVER for word in words) else None
    if len(words) == 1:
        return span if ended and known and words[0] not in WORDS and words[0] not in NEVER else None
    return span if known and (ended or is_given(words[0])) and words[0] not in NEVER else None


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) <= _ACRONYM and not is_name(fold(word))
