"""Dates of birth."""

import re
from collections.abc import Iterator

from detectors.cues import Cue, Cues
from detectors.dates import DATE, exists
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

# "34 ans, 4 mai 1991": an age beside a date that agrees with it.
_AGE_BEFORE = re.compile(
    r"(?<!\d)(?P<age>\d{1,3}) ?(?:ans|a\.|yo|y/o|years old|y\.o\.)\W{1,4}(?:nee?\W{1,2})?$"
)
_AGE_AFTER = re.compile(r"\W{1,4}(?:[hfm]\W{1,3})?(?P<age>\d{1,3}) ?(?:ans|yo|y/o|years old)(?!\w)")
#: "1948-05-30 (date de naissance)", "le 5 mai 1979 c'est bien votre date de naissance?"
_NAMED_AFTER = re.compile(
    r" ?(?:[hfm] ?)?(?:[(\[]|,? ?(?:c'?est|est|is|comme|as)(?: bien)? (?:(?:votre|ta|ma|sa|la|my"
    r"|your|his|her|the) )?)"
    r"(?:ddn|dob|d\.n\.|naissance|date de naissance|date of birth|birth ?da(?:te|y)|fete"
    r"|anniversaire)(?![a-z])"
)
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"\d\d(?=[-/.]\d\d[-/.]\d\d$)")
_AGES_TOLD_IN = range(2005, 2036)
# "10e anniversaire", "fête nationale", "centre de naissance": no one's.
_NO_ONES = re.compile(
    r"(?:\d(?:e|er|ieme|th|st|nd|rd)|centre de|certificat de|acte de|conge de|maison de|party de"
    r"|comite des?|salle des?|gateau de)$"
)
_OF_A_THING = re.compile(
    r"s? (?:nationale|du|de la|de l'|de l |de quartier|des|of the|d'ouverture|de fondation)"
)
_JOINED = re.compile(r"[\s,;]*(?:et|and|&|ou|or)?\s*(?:le|du|on)?\s*\(?")
# "né de la grève" tells no birth.
_FIGURE = re.compile(r" (?:de l(?:a |')|du |d'une? |des |sous |dans )")
# "née Todd" tells a name: what follows is no birth.
_SURNAME = re.compile(r"^.?\s[A-ZÉÈÀÎÔ][\w'-]+\)?[\s\S]{12,}")


#: Cues that name the date itself; the words of a record between them and the date say nothing against it.
_NAMES_DATE = ("date", "ddn", "d.d.n", "dob", "d.o.b", "birthdate", "naissance", "naiss")
_OF_RECORD = frozenset(
    (
        "inscrit",
        "inscrite",
        "inscription",
        "certificat",
        "copie",
        "signé",
        "délivré",
        "délivrée",
        "demandé",
        "demandée",
        "examen",
        "consultation",
        "admission",
    )
)


def _is_of_record(cue: Cue, against: Cue) -> bool:
    """Tell whether a word against only says where the date of birth is written down."""
    return cue.words.lower().startswith(_NAMES_DATE) and against.words in _OF_RECORD


class BirthDate(PatternRecognizer):
    """A date, in any form, that the text says to be someone's birth.

    It is the first date after the cue, or the next of several births told together. Other dates, and a year
    alone, stay readable.
    """

    LABEL = Label.DATE_OF_BIRTH
    SCANNED = True
    GATE = (
        r"\bne(?:e|\(e\)|\.e|-e|e-)?s?\b|nais|\bnaq|\bddn\b|\bd\.d\.n|\bdob\b|\bd\.o\.b|born|birth"
        r"|venue? au monde|\bv[ui]t? le jour|\bans\b|\byo\b|y/o|years old|\bbday|\banniv|\bfete|\bn\. le"
        r"|\bdn\b|\bd\.n\."
    )
    CUES = Cues(
        "né", "née", "né(e)", "nés", "nées", "né.e", "née.é", "né le", "née le", "date de naissance",
        "naissance", "naiss.", "DDN", "D.D.N.", "DN", "D.N.", "DOB", "D.O.B.", "date of birth", "born",
        "birth", "birthdate", "birth date", "birthday", "bday", "anniversaire", "anniv.", "anniv",
        "venu au monde", "venue au monde", "vu le jour", "vit le jour", "fête", "naquit", "naquis",
        "date naissance", "date naiss", "birthDate", "dateOfBirth", "nee", "n. le", "D.O.B", "D.D.N",
        "nais.", "date nais.", "date de fête", "dateNaissance", "datenaissance", "naissances",
        "birthdays", "nai",
    )  # fmt: skip
    AGAINST = Cues(
        "Apgar", "incorporated", "incorporée", "fondation", "fondé", "fondée", "released", "ouvert",
        "ouverte", "demandé", "demandée", "adopté", "adoptée", "signée", "vu en", "vue en", "décès",
        "décédé", "décédée", "mort", "morte", "died", "death", "baptisé", "baptisée", "embauche",
        "embauché", "hired", "marié", "mariée", "married", "arrivé", "arrivée", "admission", "admis",
        "admise", "expiration", "exp.", "depuis", "facture", "audience", "délivré", "délivrée",
        "issued", "signé", "rendez-vous", "visite", "échéance", "consultation", "examen",
        "inscription", "inscrit", "inscrite", "certificat", "acte de naissance", "copie", "congé",
        "accident", "opéré", "opérée", "graduated", "diplômé", "date de l'examen",
    )  # fmt: skip
    REACH = 75
    REACH_AFTER = 0
    REACH_AGAINST = 75
    PATTERNS = (
        Pattern("date", DATE.pattern, 0.0, cued=0.93, mistyped=0.65),
        Pattern(
            "six digits",
            r"(?<![\w])(?:ddn|dob|d\.?o\.?b\.?|d\.?n\.|date de naissance|naiss\.?"
            r"|nee?(?:\(e\))?(?: le)?)[ :.]{1,4}"
            r"(?P<value>\d{6})(?!\d)",
            0.8,
        ),
    )
    FINDS = (
        "née le [[seize août 1959]]",
        "born in Pierrefonds [[November the eleventh, 1989]], son of",
        "naissance...............[[4 / 6 / 95]]",
        "Votre propre date de naissance inscrite au dossier est [[02-04-1955]]; si",
        "DATE DE FETE : [[7 NOVENBRE 2015]]",
        "né le [[9 septembre mil neuf cent soixante-huit]]",
        "Éloi (né le [[14 février 2016]])",
        "Née à Saint-Pie-de-Bagot le [[1er mars 1931]], elle fut",
        "DDN : [[1985-03-12]]",
        "born [[March 12, 1985]] in Hull",
        "DOB [[20-JUN-1942]]  M",
        "Naissance :      [[11 mai 1976]]",
        "D.O.B.: [[Apr. 9, 1985]]",
        "ddn [[30/08/1983]]   NAS",
        "dob [[02-02-39]]",
        "née: [[1968 07 30]]",
        "BDAY:[[19490903]]",
        '"birthDate": "[[1991-03-07]]"',
        "And your date of birth?\nCliente : [[March the 9th, 1957]].",
        "Née le [[3-XI-2014]]",
        "né à Alma le [[dix-neuf novembre mil neuf cent quarante-huit (19-11-1948)]]",
        "nom;date_naissance\nRoy;[[1944-02-25]]\nLy;[[06/08/1958]]",
        "Date de naissance (AAAA-MM-JJ) : [[1938-01-31]]",
        "ddn [[960513]]\n",
        "D.N.  [[56 / O3 / O7]]",
        "Date de naissance de l'enfant : [[2025-02-22]]",
        "T'es né Joseph Normand Lemay, le [[11 août 1949]], dans la cuisine",
        "née le [[premier mai 1934]] à",
        "nés le [[3 mai 2010]] et le [[6 juin 2012]]",
    )
    SPARES = (
        "facture du 12 mars 1985",
        "Loi de 1985",
        "née en 1985",
        "31 février 1985",
        "MacAulay, Eunice (née Todd)\n\nPeacefully, at the home, on February 6, 2024",
        "Née à Laval, elle est décédée le 3 mai 2020",
        (
            "le mouvement né de la grève a repris le 12 mars 1985 à Montréal après une longue pause de "
            "dix-huit mois"
        ),
        "certificat de naissance délivré le 3 mai 2020",
    )

    def validate(self, value: str) -> str | None:
        """Return "calendar" for a date that exists."""
        return "calendar" if exists(value) else None

    def search(self, reading: Reading) -> Iterator[Hit]:
        """Tell the date that a cue announces, and those joined to it."""
        pattern, six = self.PATTERNS
        for match in six.matches(reading):
            yield Hit(*match.span("value"), six.alone, self.reason(six, ""))
        last = None
        for match in pattern.matches(reading):
            start, end = match.span()
            hit = self.judge(reading, pattern, start, end)
            if last is not None:
                earlier, told = last
                between = reading.folded[earlier:start]
                if told and _JOINED.fullmatch(between) and (between.strip() or len(between) == 1):
                    hit = hit or Hit(start, end, 0.85, told.why)
                elif hit and len(between) < self.REACH and not self._announced(reading, earlier, start):
                    hit = None
            last = end, hit
            if hit is not None:
                yield hit

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Judge the folded date, in which months are recognised."""
        check = self.validate(reading.folded[start:end])
        cue, against = self.surroundings(reading, start, end)
        if (
            cue is not None
            and cue.words.startswith(("né", "nee"))
            and _FIGURE.match(reading.folded, max(0, start - cue.distance))
        ):
            return None
        if (
            cue is not None
            and _SURNAME.search(reading.text[max(0, start - cue.distance - 1) : start])
            and not reading.folded.endswith(" le ", 0, start)
        ):
            return None
        if cue is not None and self._no_ones(reading, start - cue.distance):
            cue = None
        if cue is None and check:
            cue = self._agrees(reading, start, end)
        if cue is None or (
            against is not None and against.distance < cue.distance and not _is_of_record(cue, against)
        ):
            return None
        score = pattern.cued if check else pattern.mistyped
        return Hit(
            start, end, score - min(0.03, cue.distance * 0.0005), self.reason(pattern, check or "", cue)
        )

    def _no_ones(self, reading: Reading, at: int) -> bool:
        """Tell whether a cue that ends at a place tells of the birth of no one person."""
        before = reading.folded[max(0, at - 40) : max(0, at)].rstrip()
        word = re.search(r"[a-z()]+$", before)
        if word is None or not word[0].startswith(("fete", "anniv", "naissance")):
            return False
        return bool(_NO_ONES.search(before[: word.start()].rstrip())) or (
            not word[0].startswith("naissance") and bool(_OF_A_THING.match(reading.folded, at))
        )

    def _agrees(self, reading: Reading, start: int, end: int) -> Cue | None:
        """Return a cue where an age stands beside a date of birth that agrees with it, or "(DDN)" follows."""
        if match := _NAMED_AFTER.match(reading.folded, end):
            return Cue("DDN", match.end() - end)
        age = _AGE_BEFORE.search(reading.folded[max(0, start - 24) : start]) or _AGE_AFTER.match(
            reading.folded, end, end + 24
        )
        year = _FULL_YEAR.search(reading.folded, start, end) or _SHORT_YEAR.match(reading.folded, start, end)
        told = int(year[0]) if year else 0
        if age and year and told + (1900 if told < 100 else 0) + int(age["age"]) in _AGES_TOLD_IN:  # noqa: PLR2004
            return Cue("naissance", 0) if int(age["age"]) else None
        return None

    def _announced(self, reading: Reading, earlier: int, start: int) -> bool:
        """Tell whether a cue of its own stands between an earlier date and this one."""
        cell = reading.cell(start)
        return (cell is not None and self.CUES.last(cell.header) is not None) or (
            self.CUES.last(reading.folded[earlier:start]) is not None
        )
