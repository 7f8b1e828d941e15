"""Numbers of court and tribunal files, which lead to the parties."""

import re

from stdnum import luhn

from detectors.cues import Cues
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer

_START = r"(?<![\w-])(?<!\d )"


class CourtFile(PatternRecognizer):
    """Court files (registry 3, jurisdiction 2, sequence 6, year 2 and Luhn's digit), and those of tribunals.

    A neutral citation (2014 QCCS 3946) is public and stays.
    """

    LABEL = Label.ID_NUMBER
    SCANNED = True
    GATE = (
        r"\d{3}[ -]\d{2}[ -]\d{5,6}[ -]\d{2}|\d{5,7} (?:\d{2} )?\d{8} [a-z]|\d{6,7}-\d{2}-\d{4}|\b"
        r"(?:sas|ste|tat|cai|cm)-"
    )
    AGAINST = Cues("résolution", "règlement", "facture", "article", "lot", "bon de commande", "devis")
    PATTERNS = (
        Pattern("court", rf"{_START}\d{{3}}[ -]\d{{2}}[ -]\d{{6}}[ -]\d{{3}}(?![\w-])", 0.95, mistyped=0.0),
        Pattern("court, mistyped", rf"{_START}\d{{3}}-\d{{2}}-\d{{5,7}}-\d{{2,3}}(?![\w-])", 0.8),
        Pattern("TAL", rf"{_START}\d{{5,7}} \d{{2}} (?:19|20)\d{{6}} [a-z](?!\w)", 0.95),
        Pattern("TAL, short", rf"{_START}\d{{5,7}} (?:19|20)\d{{6}} [a-z](?!\w)", 0.9),
        Pattern("TAT", rf"{_START}\d{{6,7}}-\d{{2}}[a-z]?-\d{{4}}(?:-[a-z0-9]{{1,2}})?(?![\w-])", 0.85),
        Pattern("TAQ", rf"{_START}s(?:as|te)-[a-z]-\d{{5,6}}-\d{{4}}(?![\w-])", 0.95),
        Pattern("TAT, lettered", rf"{_START}c[mqp]-\d{{4}}-\d{{3,5}}(?![\w-])", 0.8),
    )
    FINDS = (
        "N° [[400-32-019846-238]]",
        "[[500-17-123456-231]]",
        "dossier [[500-17-123456-232]]",
        "[[412873 37 20240517 G]]",
        "TAL [[739204 20240304 G]]",
        "dossier [[1388204-62-2405]]",
        "[[SAS-Q-123456-2304]]",
    )
    SPARES = ("2014 QCCS 3946", "514-555-0142", "le 2024-05-17", "978-2-7637-1234-5")

    def validate(self, value: str) -> str | None:
        """Return "luhn" for a court file with the right last digit; other layouts have no check."""
        digits = re.sub(r"\D", "", value)
        if re.fullmatch(r"\d{3}[ -]\d{2}[ -]\d{6}[ -]\d{3}", value):
            return "luhn" if luhn.is_valid(digits) else ("" if "-" in value else None)
        return ""
