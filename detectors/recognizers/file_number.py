"""Numbers by which an organisation knows one person: files, employees, patients, members, claims."""

import re
from collections.abc import Iterator

from detectors.filewords import (
    ASKED,
    BARE,
    BOOKING,
    CODE,
    DA,
    DA_BARE,
    FAR,
    FOLLOWING,
    HEADER,
    KEYED,
    LICENCE,
    LONGEST_PREFIX,
    MARKED,
    NAMED,
    OWN,
    PREFIX,
    REFERENCE,
    TITLED,
    WEAK,
    is_tied,
    names_else,
)
from detectors.impersonal import is_nobodys
from detectors.labels import Label
from detectors.ordinary import BUSINESS, COUNT, COUNTED, OTHER, UNIT, is_ordinary, shape
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_LOOSE = frozenset(("numbered", "reference", "marked", "own", "titled", "licence"))
#: How far before a loose pattern a word may say that it counts something else.
_SHORT = 26
#: Fewest digits, where not three; one less where there are letters too.
_FEWEST = {"booking": 1, "numbered": CODE, "reference": 4, "weak": 5, "far": 5}
#: Words of one letter, and the units of a number before them.
_ONE_LETTER = frozenset("aàyolmdntsjcqAÀY")
#: A number of four digits right behind these is no year.
_NUMBERED = re.compile(r"(?:matricule|badge|insigne|\bmat\.|\bmle)\W{0,4}(?:no|n[o°])?\W{0,3}\Z")
_SIGN = re.compile(r"(?:[:#=(°]|\bno\.?|\bnumero)[\s\"'«]*$")


class FileNumber(PatternRecognizer):
    """A number that a word ties to one person; the words are in the patterns.

    It is no year, date, amount or quantity, and no word ties it to something else (an invoice, a lot).
    """

    LABEL = Label.ID_NUMBER
    SCANNED = True
    SPOKEN = True
    HEADER = HEADER
    CELL = re.compile(r"[a-z]{0,6}[ -]?\d[\w ./-]{1,22}")
    GATE = r"\d"
    PATTERNS = (
        Pattern("named", NAMED, 0.66),
        Pattern("weak", WEAK, 0.65),
        Pattern("keyed", KEYED, 0.66),
        Pattern("far", FAR, 0.61),
        Pattern("booking", BOOKING, 0.62),
        Pattern("marked", MARKED, 0.65),
        Pattern("licence", LICENCE, 0.65),
        Pattern("reference", REFERENCE, 0.62),
        Pattern("asked", ASKED, 0.62),
        Pattern("own", OWN, 0.62),
        Pattern("titled", TITLED, 0.62),
        Pattern("DA", DA, 0.62),
        Pattern("DA, bare", DA_BARE, 0.62),
        Pattern("numbered", BARE, 0.6),
    )
    FINDS = (
        "No demande : [[4318842]]",
        "employeeNumber: [[204418]]",
        "primaire; mat. [[55120]]\nPage",
        "Grievance no. [[2024-33]]",
        "no d'evenement [[38-240624-091]] si",
        "(membre AIBQ no [[7341]])",
        "commissaire à l'assermentation no [[218 774]], pour",
        "No événement : [[GAT-2024-031877]]",
        "Police : [[PR-4471902]]",
        "Police : [[0987-22-1164]]",
        "(employé [[E-20713]])",
        "Client n° [[C-00418]]",
        "Dossier no [[2024-FAM-0318]]     Avocat",
        "No d'employé :   [[60342]]",
        "matricule [[A-0925]], écrit",
        "Canada Vie, réf. [[STD 8814-22]]\n",
        "matr. [[B-4418]] / [[B-2290]]",
        "membre OTTIAQ [[11806]].",
        "the file (chart [[334-0917]])",
        "mon dossier locataire chez vous cest [[TDL-1207-M]]. j'attends",
        "mon numéro de visite, [[FL-240911-0208]], et",
        "SPAL, matricule [[1827]]\n",
        "mon dossier [[h 204 118]] amenée par",
        "N° de réclamation : [[A0123 55 471]]",
        "Dossier IVAC : [[1 203 557-8]]",
        "dossier CNESST [[512 884 310]]",
        "MRN [[0418827]]     RAMQ",
        "No dossier BSF : [[43-3059118]]",
        "our file [[M-2024-0316]]",
        "student number [[2041187]]. i was",
        "employee #[[E-20771]]",
        '"chart": "[[HSC-0093318]]"',
        "permis [[1127]]\nCopie",
        "fiche [[1180442]]",
        "Constat d'infraction n° [[805 114 337 920]]",
        "agt Maltais, mat [[4471]]\n",
        "Avez-vous le numéro du constat?\n— [[300 118 724 6]]\n",
        "numéro d'électeur : [[0147-221-33]]",
        "Y. Cliche, T.S., [[84-4410-11]]",
        (
            "DA        Nom          Cours\n[[2033817]]   Roy Noah     201-NYA\n[[2210049]]   Ly Éric     "
            " 604-101"
        ),
        "Patient : Roy, Jean   # [[D-77031]]",
        "Requête | Reçue | Objet\n[[24-1180]] | 3 avr. | rats\n[[24-1181]] | 4 avr. | bacs",
        "no_dossier,nom\n[[30117]],Roy\n[[30118]],Ly",
    )
    SPARES = (
        "facture no 5512",
        "case,étage\nP1-01,2\nP1-02,3",
        "le dossier 2024",
        "l'article 12 de la loi",
        "dossier de 12 pages",
        "dossier du 12 mars 2024",
        "lot no 1 234 567 du cadastre",
        "n° 7",
        "evenement = 22.00 ; feux",
        "couleur = #B22234",
        "une carte du Québec de 1755",
        "publiée sous le n° 14 882 003",
        "plainte : douleur 8/10",
        "bon de commande no 458812",
        "employés : 450",
        "client depuis 2019",
        "NEQ 1181440711",
        "RLRQ, c. P-39.1, art. 90.12",
        "norme ISO 27001",
        "formulaire IMM 5257",
        "résolution no 2024-118",
        "les dossiers 1 et 2",
        "compte 12 500 $",
        "police de 12 points",
        "contrat 22-117",
        "la carte 1/2 000 du secteur",
        "ni l'article 81.5 de la loi",
        "date 14/06",
        "the chart of the patient in 714?",
        "payer account 107881234RP0001, and",
        "Inscrire son nom au compte de taxes.\nC-1002  Code",
    )  # fmt: skip

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell what the patterns find, and the cells under a header that names a person's number."""
        for hit in super().find(reading):
            yield hit
            yield from self._next(reading, hit)

    def holds(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a cell holds a number that is no year, date or amount."""
        return super().holds(reading, start, end) and not is_ordinary(reading.folded[start:end])

    def _next(self, reading: Reading, hit: Hit) -> Iterator[Hit]:
        """Tell the numbers of the same shape that follow one in a list: "matr. B-4418 / B-2290"."""
        form = shape(reading.folded[hit.start : hit.end])
        at = hit.end
        while (match := FOLLOWING.match(reading.folded, at)) and shape(match["value"]) == form:
            at = match.end()
            yield Hit(*match.span("value"), hit.score, hit.why)

    def judge(  # noqa: PLR0911 - each kind of number that is no file
        self, reading: Reading, pattern: Pattern, start: int, end: int
    ) -> Hit | None:
        """Take off a word that only follows the number; leave ordinary numbers alone."""
        prefix = PREFIX.match(reading.text, start, end)
        lone = prefix is not None and len(prefix[0]) == 2 and prefix[0][0] not in _ONE_LETTER  # noqa: PLR2004
        if (
            prefix
            and not lone
            and not (prefix[0].isupper() and len(prefix[0]) <= LONGEST_PREFIX.get(pattern.name, 3))
        ):
            start = prefix.end()
        if end - start > 2 and reading.folded[end - 2] == " " and reading.text[end - 1].islower():  # noqa: PLR2004
            end -= 2
        value = reading.folded[start:end]
        digits = sum(map(str.isdigit, value))
        before = reading.before(start, 60)
        if digits < (1 if pattern.name == "booking" else 3) or self._ordinary(reading, start, end):
            return None
        if digits == 3 and before.endswith(" in "):  # noqa: PLR2004 - "the patient in 714": a room
            return None
        if pattern.name in _LOOSE and (is_tied(before) or names_else(before[-_SHORT:])):
            return None
        if OTHER.fullmatch(value) or BUSINESS.match(reading.folded, end):
            return None
        fewest = _FEWEST.get(pattern.name, 3) - (not value.isdigit() and pattern.name in {"weak", "far"})
        if digits < fewest and not (pattern.name == "weak" and _SIGN.search(before)):
            return None
        if pattern.name == "far" and names_else(before):
            return None
        if (
            COUNT.fullmatch(value)
            and COUNTED.match(reading.folded, end, end + 40)
            and not _SIGN.search(before)
        ):
            return None
        return super().judge(reading, pattern, start, end)

    def _ordinary(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a number is a year, a date, an amount or a quantity, or of a text about nobody."""
        year = re.fullmatch(r"(?:1[5-9]|20)\d\d", reading.folded[start:end]) is not None
        if year and _NUMBERED.search(reading.folded, max(0, start - 24), start):
            return False
        return bool(
            is_ordinary(reading.folded[start:end])
            or UNIT.match(reading.folded[end : end + 12])
            or reading.folded[max(0, start - 1) : start] == "$"
            or is_nobodys(reading, start)
        )
