"""Social insurance numbers (NAS, SIN)."""

import re

from stdnum import luhn

from detectors.cues import Cues
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer

_OTHER = r"(?! ?(?:\$|%|k?w|km|kg|m2|m3|r[tpcmz] ?\d|tq))"


class SocialInsuranceNumber(PatternRecognizer):
    """Nine digits with a Luhn check digit; a number issued to a person starts with 1 to 7, or 9.

    Grouped by three it is found alone; in one run it needs a cue, since a business number, a CNESST file and
    a SIN look the same. With a cue, a number that fails its check is a typing mistake, and is found too.
    """

    LABEL = Label.CA_SIN
    SCANNED = True
    SPOKEN = True
    GATE = r"\d{3}[\s.-]{0,4}\d{3}[\s.-]{0,4}\d{3}"
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
    )
    SPARES = (
        "Facture 212345672",
        "un total de 212 345 672 $",
        "TPS 123456782 RT0001",
        "NE 212 345 672",
        "Le lot 212 345 672 du cadastre",
        "212 345 673",
        "par pur hasard, le nez (nas) a 3 os",
    )

    def validate(self, value: str) -> str | None:
        """Return "luhn" for a number that passes it and that may be a person's."""
        digits = re.sub(r"\D", "", value)
        return "luhn" if luhn.is_valid(digits) and digits[0] not in "08" else None
