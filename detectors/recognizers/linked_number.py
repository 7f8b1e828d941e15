"""Numbers of a person's file in addresses of services, behind "comme DA", and after "m'a donné le"."""

from detectors.filewords import names_else
from detectors.labels import Label
from detectors.ordinary import OTHER, is_ordinary
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_CODE = r"(?P<value>[a-z]{0,4}-?\d{4,}(?:-\d+)*|\d{2,6}-\d{2,8}(?:-\d+)*)(?![\w/]|[.,-]\d)"
_KEPT = (
    r"(?:da|dossier|matricule|no d[e'] ?[a-z]+|numero d[e'] ?[a-z]+|numero|chart|file|member|employee"
    r"|student|client|patient|medical record)(?: (?:number|no))?\b"
)


class LinkedNumber(PatternRecognizer):
    """A number in the path of a service that keeps people, or told before or after the word for it."""

    LABEL = Label.ID_NUMBER
    GATE = (
        r"/[a-z_]+/[a-z-]{0,5}\d|\b(?:comme|as|est|is) [a-z]|\bdonne|\bgave\b|mandats?\b|warrant"
        r"|[_-]?id[\"']\s?:|ref[\"']|cp-?12"
        r"|accuse de reception|coroner|[a-z]\d{4}[ -]\d{5}|dossier|matricule|numero|chart|\bfile\b"
    )
    PATTERNS = (
        Pattern(
            "path",
            r"/(?:dossiers?|patients?|clients?|customers?|users?|usagers?|employe?e?s?|membres?|members?|citoyens?"
            r"|eleves?|students?|etudiants?|cases?|beneficiaires?|locataires?|tenants?|residents?)/"
            r"(?P<value>[a-z]{0,3}-?\d{3,14})(?![\w.-])",
            0.7,
        ),
        Pattern(
            "told after",
            rf"(?<![\w.,/-]){_CODE},? (?:comme|as|est|is|c'?est|for|pour)(?: (?:le|la|mon|ton|son|ma"
            r"|ta|sa|my|your|his"
            rf"|her|the|votre))? {_KEPT}",
            0.65,
        ),
        Pattern(
            "given",
            r"(?:m'(?:a|ont) (?:donne|remis)|gave me|(?:a|ont) ouvert)(?: (?:le|la|un|the"
            r"|a))?(?: (?:dossier|numero|no\.?|n[o°]"
            rf"|number|file))* {_CODE}",
            0.62,
        ),
        Pattern(
            "mandate",
            r"(?<![\w-])(?:mandats?(?: d'(?:arrestation|aide juridique))?|warrant|legal aid mandate"
            r"|accuse de reception"
            rf")(?: n[o°]\.?| numero| number)? ?[:#]? ?{_CODE}",
            0.62,
        ),
        Pattern(
            "Ontario licence",
            r"(?<![a-z])(?:ontario|ontarien|licen[cs]e|permis)\b[^\n\d]{0,30}"
            r"(?P<value>[a-z]\d{4}[ -]\d{5}[ -]\d{5})(?![\w-])",
            0.75,
        ),
        Pattern(
            "keyed by kind",
            r"[\"'](?:id|uid|_id|ref|key|user_?id|external_?id)[\"']\s?: ?[\"']"
            r"(?P<value>(?:cus|cust|customer|usr|user|cli"
            r"|client|mem|member|membre|emp|pat|patient|stu|student|acct|contact|person|pers|dossier|usager|citoyen"
            r"|elv|etu|ben|donor|tenant|loc)[_-][a-z\d]{0,6}\d{3,}[a-z\d]*)[\"']",
            0.75,
        ),
        Pattern(
            "social assistance",
            r"\bcp-?12\b[^\n\d]{0,24}?"
            r"(?P<value>[a-z]{4} ?\d{2} ?\d{4} ?\d{2}|[a-z]{4} ?\d{4} ?\d{4})(?![\w-])",
            0.9,
        ),
        Pattern("coroner", r"(?<![\w-])avis ?:? (?P<value>a-\d{6}|20\d\d-\d{5})(?![\w-])", 0.7),
        Pattern(
            "digit by digit",
            r"(?<![\w-])(?:dossier|matricule|numero|chart"
            r"|file)(?: [a-z]{2,10}){0,3}(?: ?:)? (?P<value>\d(?: \d){4,9})"
            r"(?![\w-]| ?\d)",
            0.65,
        ),
    )  # fmt: skip
    FINDS = (
        "api ERROR 500 /v2/dossiers/[[778120]] trace=9f",
        "l'une a [[2614408]] comme DA, l'autre",
        "Le Centre antifraude m'a donné le [[2026-118204]].",
        "avec interdiction. Mandat [[4100-25-0661]] demandé.",
        "Accusé de réception : [[MTP-047118]]\n",
        "[[0048812]] is my member number",
        "(G2 from Ontario, [[N0417-57162-15521]])",
        '"id": "[[cus_00081274]]",',
        "Aide sociale (CP12 : [[KABE 82 1107 21]])",
        "BUREAU DU CORONER\nRapport, avis [[2023-08841]]\n",
        "numéro de dossier clsc [[7 1 8 8 4 0 2]] j'ai fait",
    )
    SPARES = (
        "GET /articles/778120",
        "GET /users/v2/list",
        '"id": "evt_00081274"',
        "m'a donné le 12 mars 2024",
        "le mandat 2021-2025 du maire",
        "la route 132 comme numéro",
        "en 2024 comme dossier principal",
        "avis 2023-08841 de la Ville",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone years, dates and amounts, and what another word lays claim to."""
        value = reading.folded[start:end]
        if is_ordinary(value) or OTHER.fullmatch(value):
            return None
        if pattern.name == "coroner" and "coroner" not in reading.folded:
            return None
        if pattern.name not in {"path", "coroner"} and names_else(reading.before(start, 40)[-26:]):
            return None
        return super().judge(reading, pattern, start, end)
