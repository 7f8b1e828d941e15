"""Social insurance numbers (NAS, SIN)."""

import re

from stdnum import luhn

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_OTHER = r"(?! ?(?:\$|%|k?w|km|kg|m2|m3|r[tpcmz] ?\d|tq))"

#: What Markdown puts around each group of digits, and LaTeX between them.
_MARKS = r"(?:[*`~]{1,3}[ .-]?[*`~]{0,3}|_{1,3}[ .-]_{1,3})"


class SocialInsuranceNumber(PatternRecognizer):
    """Nine digits with a Luhn check digit; a number issued to a person starts with 1 to 7, or 9.

    Grouped by three, or digit by digit, it is found alone; in one run it needs a cue, since a business
    number, a CNESST file and a SIN look the same. With a cue, a number that fails its check is a typing
    mistake, and is found too.
    """

    LABEL = Label.CA_SIN
    SCANNED = True
    SPOKEN = True
    GATE = (
        r"\d{3}[\s.-]{0,4}\d{3}[\s.-]{0,4}\d{3}|\d(?:[ .-]\d){8}"
        rf"|\d{{3}}{_MARKS}\d{{3}}{_MARKS}\d{{3}}"
    )
    CUES = Cues(
        "NAS", "N.A.S.", "assurance sociale", "ass. sociale", "ass. soc.", "numéro social", "SIN", "S.I.N.",
        "social insurance", "social insurance number", "SIN number", "social ins", "NAS/SIN",
    )  # fmt: skip
    AGAINST = Cues(
        "TPS", "TVQ", "GST", "QST", "HST", "NE", "BN", "NEQ", "facture", "invoice", "lot", "ISBN",
        "numéro d'entreprise", "business number", "bon de commande", "UCI", "IUC", "no de série",
        "serial", "CNESST", "CSST", "IVAC", "SAAQ",
    )  # fmt: skip
    PATTERNS = (
        Pattern(
            "grouped",
            rf"(?<!\d)(?<!\d[ .,-])\d{{3}}([ .-])\d{{3}}\1\d{{3}}(?![\d-]|[.,]\d| \d{{3}}(?!\d)){_OTHER}",
            0.6,
        ),
        Pattern("marked", rf"(?<![\d.,])\d{{3}}{_MARKS}\d{{3}}{_MARKS}\d{{3}}(?!\d)", 0.6),
        Pattern("spaced", rf"(?<!\d)(?<!\d[ .,-])\d([ .-])\d(?:\1\d){{7}}(?!\d|[ .,-]\d){_OTHER}", 0.6),
        Pattern("plain", rf"(?<!\d)\d{{9}}(?!\d){_OTHER}", 0.0),
        Pattern("broken", r"(?<!\d)(?<!\d[.,-])\d{3}[\s.-]{0,3}\d{3}[\s.-]{0,3}\d{3}(?![\d-]|[.,]\d)", 0.0),
    )
    FINDS = (
        "Mon NAS est le [[212 345 672]], merci.",
        "SIN: [[130692544]]",
        "NAS:[[948-123-450]]",
        '{"nas": "[[212345672]]"}',
        "no d’assurance sociale [[212.345.672]]",
        "J'ai noté [[212 345 672]] sur la feuille.",
        "NAS : [[212 345 673]] (à vérifier)",
        "my sin is [[046 454 286]]",
        "Nom\tNAS\tPoste\nRoy\t[[130692544]]\t12\nLy\t[[212 345 672]]\t14",
        "NAS du demandeur\n[[212 345\n672]]",
        "C'est le [[2 1 2 3 4 5 6 7 2]].",
        "NAS : [[2-1-2-3-4-5-6-7-3]]",
        "C'est le **[[212** **345** **672]]**.",
        "NAS : *[[212*-*345*-*672]]*",
        "il y a [[212~345~672]]",
    )
    SPARES = (
        "Facture 212345672",
        "un total de 212 345 672 $",
        "TPS 123456782 RT0001",
        "NE 212 345 672",
        "Le lot 212 345 672 du cadastre",
        "212 345 673",
        "2 1 2 3 4 5 6 7 3",
        "Tirage : 2 1 2 3 4 5 6 7 2 8 9",
        "Facture 2 1 2 3 4 5 6 7 2",
        "**212** **345** **673**",
        "MAXIMUM = 212_345_672",
        "le NAS 000 000 000 n'est plus accepté",
        "par pur hasard, le nez (nas) a 3 os",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone nine zeros, which stand for a number that is not there."""
        zeros = not any(map("123456789".__contains__, reading.text[start:end]))
        return None if zeros else super().judge(reading, pattern, start, end)

    def validate(self, value: str) -> str | None:
        """Return "luhn" for a number that passes it and that may be a person's."""
        digits = re.sub(r"\D", "", value)
        return "luhn" if luhn.is_valid(digits) and digits[0] not in "08" else None
