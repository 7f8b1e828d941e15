"""Telephone and fax numbers."""

import re

import phonenumbers

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_QUEBEC = frozenset(("367", "418", "581", "438", "514", "263", "354", "450", "579", "819", "873", "468"))
_EXTENSION = re.compile(
    r"[\s\\]{0,3}[,;/-]?\s{0,2}(\()?(?:(?:poste|p\.|ext(?:ension)?\.?|x|#|no de poste|local)\s?:?\s?#?"
    r"|p )\d{1,6}"
    r"(?!\d)(?![./-]\d)(?(1)\))"
)
#: Grouped as nothing but a telephone number is, whatever stands near it.
_WRITTEN = re.compile(r"\(\d{3}\) ?\d{3}[-. ]\d{4}|\d{3}\.\d{3}\.\d{4}|\d{3}-\d{3}-\d{4}")
_START = r"(?<![\w.])(?<!\d[ ./-])(?<!\d\))"
_END = r"(?![.-]?\d)(?! \d{3})"
_SEPARATOR = r"(?: ?[.•·-] ?| {1,2}|-\n)"


class PhoneNumber(PatternRecognizer):
    """North American numbers in any grouping, international ones with a plus; the extension belongs to it.

    Each candidate is put to `phonenumbers`; next to a cue ("tél.", "cell") a number it does not know is
    taken for a mistyped one. Ten digits in one run need a cue, or an area code of Québec and no word that
    says they count something else. 811, 911 and the like are no one's number.
    """

    LABEL = Label.PHONE_NUMBER
    SCANNED = True
    SPOKEN = True
    GATE = (
        r"\d{3}[^\w\s]\d{3}[^\w\s]\d{4}"
        r"|\d{3}\)?[\s./-]{0,3}\d[\s./-]{0,2}\d[\s./-]{0,2}\d[\s./-]{0,3}\d[\s-]?\d[\s-]?\d|\+\d"
        r"|\d(?:[ .-]\d){9}"
    )
    CUES = Cues(
        "tél.", "tel.", "tels", "téléphone", "telephone", "phone", "cell", "cell.", "cellulaire", "mobile",
        "fax",
        "télécopieur", "téléc.", "trav.", "rés.", "domicile", "bureau", "appeler", "appelle", "appelez",
        "appel",
        "rejoindre", "joindre", "joignable", "texto", "texter", "texte", "text", "call", "contact", "sms",
        "whatsapp",
        "signal", "numéro", "no tél", "urgence", "emergency", "maison", "work", "home", "rappeler", "ligne",
        "pagette", "au", "number", "reach",
    )  # fmt: skip
    AGAINST = Cues(
        "facture", "invoice", "NEQ", "commande", "order", "dossier", "TVQ", "TPS", "lot", "contrat", "UCI",
        "IUC", "série",
        "serial", "référence", "réf.", "ISBN", "folio", "compte", "account", "matricule", "police", "bande",
        "NI", "UPC", "IMEI",
        "registre", "registry", "id", "code",
    )  # fmt: skip
    REACH_AGAINST = 14
    PATTERNS = (
        Pattern(
            "grouped",
            rf"{_START}(?:\+?1{_SEPARATOR}?)?(?:\( ?\d{{3}} ?\) ?[.-]? ?|\d{{3}}(?:{_SEPARATOR}| ?/ ?))"
            rf"\d{{3}}{_SEPARATOR}?\d{{4}}{_END}",
            0.85,
            cued=0.95,
            mistyped=0.6,
        ),
        Pattern(
            "spread",
            rf"{_START}(?:\d{{3}}[ .-]{{1,3}}\d \d \d[ .-]{{1,3}}\d \d \d \d"
            rf"|(?<!\d[ .-])\d(?:[ .-]\d){{9}}(?![ .-]\d)){_END}",
            0.7,
            mistyped=0.0,
        ),
        Pattern(
            "pairs",
            rf"{_START}\d{{3}}[ .-]\d{{3}}[ .-](?:\d\d[ .-]\d\d|[ol]l? \d\d){_END}",
            0.6,
            mistyped=0.0,
        ),
        Pattern("plain", rf"{_START}(?:\+?1)?\d{{10}}{_END}", 0.0, cued=0.9, mistyped=0.0),
        Pattern(
            "foreign", r"(?<![\w+])\+\d{1,3}[ .-]?(?:\(0?\d{0,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}(?!\d)", 0.9
        ),
        Pattern(
            "prefixed",
            r"(?<![\w+])(?:00|011)[ .-]?\d{2,3}[ .-]?\d(?:[ .-]?\d){6,11}(?!\d)",
            0.0,
            mistyped=0.0,
        ),
        Pattern("local", rf"{_START}(?!000)[2-9]\d\d-\d{{4}}{_END}", 0.0, cued=0.6, mistyped=0.6),
    )
    FINDS = (
        "Tél. : [[514 555-0117, poste 22]]   Courriel",
        "au [[(450) 555-0138]].",
        "rappelez au [[4 1 8 5 5 5 0 1 1 7]] demain",
        "appelle-moi au [[5145550172]]",
        "[[1 800 683-2245]] (sans frais)",
        "[[+1 (367) 555-0115]]",
        "[[418-555-0102, poste 3]].",
        "Trav. : [[(514) 555-0188 p. 4410]]",
        "([[819-555-0199 ext. 28224]])",
        "après 10 h ([[450.555.0153]])",
        "[[514-555-0115]],[[514-555-0198]]",
        "La Facture.\n\nRappelez-moi ([[450.555.0153]])",
        "au [[4l8 555-Ol42,\nposte 22O]]",
        "réception\n[[418 555â€‘0155]]",
        "té1.   [[58l 555-Ol 46]]",
        "[[418 555-0155 (poste 61022)]]\nautre",
        "[[514.555.0142]]",
        "[[514 555–0142]]",
        "Cell\n[[581 555-\n0188]]",
        "tel:[[+33 1 42 68 53 00]]",
        "[[438 5550119]]",
        "fax [[418 5 5 5 0 1 3 7]]",
        "nom,tel\nRoy,[[5145550100]]\nLy,[[4185550101]]",
        "Kim\n[[5145550129]]",
        "aussi au dossier ([[450.555.0184]]).",
        "Tel [[450•555•0133]]",
    )
    SPARES = (
        "facture 5145550142",
        "Composez le 811, le 911 ou le 211.",
        "514 155-0142",
        "2024-11-24",
        "NEQ 1181440711",
        "500-17-123456-231",
        "555-0142",
        "ISBN 978-2-7637-1234-5",
        "12 345 678 901 habitants",
        "dossier 418 555 0142 123",
        "dossier 418 555 0142",
    )

    def validate(self, value: str) -> str | None:
        """Return "phonenumbers" when the number can be in service."""
        digits = re.sub(r"[^\d+]", "", value)
        if digits.startswith(("00", "011")):
            digits = "+" + digits.removeprefix("011").removeprefix("00")
        try:
            number = phonenumbers.parse(digits, "CA")
        except phonenumbers.NumberParseException:
            return None
        return "phonenumbers" if phonenumbers.is_valid_number(number) else None

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Add the extension; accept a bare run of digits of Québec where nothing speaks against it."""
        hit = super().judge(reading, pattern, start, end)
        if hit is None and pattern.name == "plain":
            digits = re.sub(r"\D", "", reading.text[start:end])[-10:]
            if (
                digits[:3] in _QUEBEC
                and self.checked(reading, digits)
                and not self.surroundings(reading, start, end)[1]
            ):
                hit = Hit(start, end, 0.55, self.reason(pattern, "phonenumbers"))
        if hit is None and _WRITTEN.fullmatch(reading.text, start, end):
            digits = re.sub(r"\D", "", reading.text[start:end])[-10:]
            if digits[:3] in _QUEBEC and self.checked(reading, digits):
                hit = Hit(start, end, 0.7, self.reason(pattern, "phonenumbers"))
        if hit is None:
            return None
        extension = _EXTENSION.match(reading.folded, hit.end)
        return Hit(hit.start, extension.end() if extension else hit.end, hit.score, hit.why)
