"""Bank accounts: transit, institution and account in any layout, folios, IBAN."""

import re
from typing import ClassVar

from stdnum import iban

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer, nearest
from detectors.recognizers.recognizer import Hit

_INSTITUTION = (
    r"(?:00[1-46]|010|016|030|039|117|127|177|2(?:19|4[15]|60|69|70|90|94)|3(?:0[389]|1[0-9]|2[0-9]"
    r"|3[0-9]|4[0-9]|52|6[05]|7[04])"
    r"|5(?:09|40|52)|6(?:0[0178]|1[0-8]|2[0-3])|8(?:09|15|28|29|3[0-9]|4[0-9]|65|79|89|90|99))"
)
_GAP = r"(?: ?[-:/⑆⑈⑉] ?| {1,2}|\t)"
_ACCOUNT = r"(?:\d{5,12}(?:-\d)?(?!\d)|\d{2,4}(?:[ -]\d{2,4}){1,3}(?:[ -]\d)?)(?![\d/])(?!-\d)"
_START = r"(?<![\w])(?<!\d[ .,-])"
_VALUE = r"(?P<value>(?>\d{1,7}(?:[ -]?\d{1,7}){1,4}))(?!-\d)(?![.,]\d)"
_NUMBER = r"(?:\W{0,3}(?:n[o°]\.?|nos?|num(?:ero)?|number|#|is|est|le)\b)?[\s:.(#=\"'-]{0,4}"


class BankAccount(PatternRecognizer):
    """A transit (5), a known institution (3) and an account, in any order and layout.

    A folio of a caisse, and each part where it is named, are found too.
    """

    LABEL = Label.CA_BANK_ACCOUNT
    SCANNED = True
    SPOKEN = True
    HEADER = re.compile(
        r"(?:n[o°]\.? (?:de |du )?|numero (?:de )?|num_?|no_?)?(?:transit|folio|compte(?: bancaire"
        r"| de banque)?|bank account|compte_bancaire"
        r"|account number|numero_compte|no_compte|depot direct|iban|acct|account no\.?|bank_account|banque)"
    )
    CELL = re.compile(r"\d[\d -]{3,24}\d|[a-z]{2}\d\d[a-z0-9 ]{10,32}")
    GATE = (
        r"celi|reer|reee|ferr|cpg|marge|branch|succ|banque|"
        r"\d{5}\D{1,3}\d{3}|\d{3}\D{1,3}\d{5}|folio|transit|compte|account|acct|\beft\b|depot"
        r"|deposit|iban|[a-z]{2}\d{2} ?[a-z0-9]{4} ?\d"
    )
    CUES = Cues(
        "transit", "institution", "inst.", "folio", "compte", "compte bancaire", "spécimen", "dépôt direct",
        "dépôt", "caisse",
        "banque", "virement", "chèque", "account", "bank account", "direct deposit", "void cheque", "bank",
        "IBAN", "Desjardins",
        "prélèvement", "débit préautorisé", "Laurentienne", "RBC", "BMO", "TD", "BNC", "CIBC", "Scotia",
        "Tangerine", "épargne",
        "chequing", "savings", "banking", "EOP", "hypothécaire", "membre", "paie", "salaire", "payroll",
    )  # fmt: skip
    BANK: ClassVar = Cues(
        "transit", "institution", "inst.", "folio", "spécimen", "dépôt direct", "dépôt", "caisse",
        "banque", "virement", "chèque", "direct deposit", "cheque", "bank", "Desjardins",
        "prélèvement", "préautorisé", "RBC", "BMO", "TD", "BNC", "CIBC", "Scotia", "Tangerine",
        "épargne", "chequing", "savings", "EOP", "EFT", "bank code", "routing", "déposé", "deposited",
        "bancaire", "Interac", "transfer",
    )  # fmt: skip
    AGAINST = Cues(
        "facture", "invoice", "dossier", "Hydro", "Énergir", "Bell", "Vidéotron", "Telus", "grand livre"
    )
    PATTERNS = (
        Pattern(
            "transit-institution-account",
            rf"{_START}\d{{5}}{_GAP}{_INSTITUTION}{_GAP}{_ACCOUNT}",
            0.9,
            mistyped=0.0,
        ),
        Pattern(
            "institution-transit-account",
            rf"{_START}{_INSTITUTION}{_GAP}\d{{5}}{_GAP}{_ACCOUNT}",
            0.85,
            mistyped=0.0,
        ),
        Pattern("triple", rf"{_START}\d{{5}}[ -]\d{{3}}[ -]\d{{6,12}}(?![\w-])", 0.0, cued=0.85),
        Pattern(
            "transit-institution",
            rf"(?<!\d)(?<!\d[ .,-])\d{{5}}[ -]{_INSTITUTION}(?![\w-])(?! \d)",
            0.0,
            cued=0.8,
        ),
        Pattern("cheque", rf"[:⑆|] ?(?P<value>\d{{5}}-{_INSTITUTION}) ?[:⑆|]", 0.85),
        Pattern(
            "cheque account",
            rf"[:⑆|] ?\d{{5}}-{_INSTITUTION} ?[:⑆|] {{0,3}}(?P<value>\d[\d-]{{4,14}}\d)",
            0.85,
        ),
        Pattern(
            "account of a bank",
            r"\bcompte (?:rbc|bmo|td|bnc|cibc|desjardins|scotia|tangerine|eq|wise|simplii|laurentienne"
            r"|manuvie|neo)"
            rf"{_NUMBER}{_VALUE}",
            0.9,
        ),
        Pattern(
            "account, bank after",
            rf"\b(?:compte|account|acct|marge|celi|reer|reee|cpg"
            rf"|ferr)\b{_NUMBER}(?P<value>(?>\d{{1,7}}(?:[ -]?\d{{1,7}}){{1,4}}))(?!-\d)"
            r"(?![.,]\d)(?= ?[,(]? ?(?:(?:a |chez |at |de )?(?:la )?(?:rbc|bmo|td|bnc|cibc|desjardins"
            r"|scotia|tangerine|laurentienne"
            r"|banque|caisse)))",
            0.8,
        ),
        Pattern(
            "registered plan",
            r"\b(?:celi|reer|reee|ferr|cpg|celiapp|tfsa|rrsp|resp)(?: (?:n[o°]\.?|no|compte|numero|#"
            r"|desjardins|bnc|td|rbc))+[ :#]{0,3}"
            rf"{_VALUE}",
            0.75,
        ),
        Pattern(
            "branch",
            rf"\b(?:branch|succursale|succ\.?|caisse(?= \d{{5}}[ ,;/]{{1,3}}(?:folio|compte))"
            rf"|caisse n[o°]|transit n[o°]){_NUMBER}(?P<value>\d{{5}})(?!["
            rf"\w-])(?! \d)",
            0.75,
        ),
        Pattern(
            "folio",
            rf"\bfolios?\b(?: (?:desjardins|epargne|(?:de l'|de la |du "
            rf"|de )[a-z-]{{2,14}}))?(?: est)?{_NUMBER}{_VALUE}",
            0.95,
        ),
        Pattern("transit", rf"\btransit\b{_NUMBER}(?P<value>\d{{5}})(?![\w-])(?! \d)", 0.9),
        Pattern(
            "named account",
            r"(?:\bcompte (?:bancaire|cheques?|epargne|courant|d'epargne|conjoint|d'operations"
            r"|en fideicommis)|\bbank account|\b(?:chequing|checking|savings) account)"
            rf"(?: (?:rbc|bmo|td|bnc|cibc|desjardins|scotia|tangerine|bn))?{_NUMBER}{_VALUE}",
            0.9,
        ),
        Pattern(
            "account",
            rf"\b(?:n[o°]\.? (?:de |du )?compte|compte|account|acct?\b\.?|cpt\.?|cte\.?){_NUMBER}"
            r"(?P<value>\d{2,4}(?:[ -]\d{2,4}){1,3}(?:[ -]\d)?|\d{6,12}(?:-\d)?)(?![\w-])"
            r"(?! \d{3})",
            0.0,
            cued=0.85,
        ),
        Pattern(
            "EFT",
            rf"(?:\beft|\brouting(?: (?:number|no))?|\bacheminement|\bvirement|\bdirect deposit"
            rf"|\bacheminement){_NUMBER}"
            rf"(?P<value>0{_INSTITUTION}\d{{5}})(?!\d)",
            0.9,
        ),
    )
    FINDS = (
        "transit [[30303]] inst. 815 folio [[123 456 7]]",
        "[[12345-006 1234567]]",
        "Dépôt direct : [[815-30112-0457718]].",
        "compte [[20043 815 1190247]]",
        "au compte [[003 06741 1029384]].",
        "[[00301-001-8833-412]]",
        "le bon : [[30278 815 045 112 9]]",
        "institution 006, transit [[10421]], compte [[44-871-20]].",
        "EFT [[081530303]]",
        "folio [[0384716]]",
        "LE FOLIO EST LE [[077 213 6]], TRANSIT",
        "folio de la Fabrique [[1087-8]] (corporation)",
        "fo1io [[8l5-20264-O3l77]]",
        "Transit  [[l0l2l - 006 - l398993]]",
        ":[[41921-004]]:  [[5217-6630984]]",
    )
    SPARES = (
        "12345-999",
        "1234-006",
        "01234-567",
        "compte rendu 2024",
        "Hydro, compte 299 004 118 732",
        "le compte de taxes 2024-2025",
        "prendre en compte 12 500 personnes",
        "Compte en fidéicommis : 61 224,18 $",
        "account 300 118 274 550 (Hydro)",
        "Compte 88-4150, Paulette",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask, for what is only called an account, that something near it speaks of a bank."""
        cell = reading.cell(start)
        if pattern.name == "folio" and cell and not self.HEADER.fullmatch(cell.header):
            return None
        if pattern.name == "account":
            near = nearest(
                self.BANK.last(reading.before(start, 100)), self.BANK.first(reading.after(end, 50))
            )
            if near is None:
                return None
        return super().judge(reading, pattern, start, end)


class Iban(PatternRecognizer):
    """International bank account numbers, by their check digits (ISO 7064 mod 97-10)."""

    LABEL = Label.CA_BANK_ACCOUNT
    SCANNED = True
    GATE = r"[a-z]{2}\d{2}[ -]?[a-z0-9]{4}"
    CUES = Cues("IBAN", "compte", "account", "virement")
    PATTERNS = (
        Pattern(
            "spaced",
            r"(?<![a-z0-9])[a-z]{2}\d{2}(?:[ -][a-z0-9]{4}){2,7}(?:[ -][a-z0-9]{1,3})?(?![a-z0-9])",
            0.95,
            mistyped=0.6,
        ),
        Pattern("plain", r"(?<![a-z0-9])[a-z]{2}\d{2}[a-z0-9]{11,30}(?![a-z0-9])", 0.95, mistyped=0.0),
    )
    FINDS = (
        "[[FR14 2004 1010 0505 0001 3M02 606]]",
        "[[GB82WEST12345698765432]]",
        "IBAN: [[de89 3704 0044 0532 0130 00]]",
    )
    SPARES = ("FR1520041010050500013M02606", "GB82WEST123", "commit fe99aa22bb33cc44dd55ee66")

    def validate(self, value: str) -> str | None:
        """Return "mod97" for a number of a country that issues them, with the right check digits."""
        return "mod97" if iban.is_valid(re.sub(r"[\s-]", "", value).upper(), check_country=False) else None
