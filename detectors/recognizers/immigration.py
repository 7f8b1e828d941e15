"""Immigration file, client and permit numbers."""

import re
from typing import ClassVar

from detectors.cues import Cues
from detectors.dates import DATE, exists
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_YEARS = re.compile(r"(?:19|20)\d\d[ -](?:19|20)?\d\d")


class ImmigrationId(PatternRecognizer):
    """Unique client identifiers (IUC, UCI), application and permit numbers, CAQ and CSQ files.

    Two plausible years, as in 2024-2025, are not a client identifier.
    """

    LABEL = Label.CA_IMMIGRATION_ID
    SCANNED = True
    SPOKEN = True
    GATE = (
        r"\biuc\b|\buci\b|client|applicat|demande|ircc|cic\b|immigration|permi[st]|\bcaq\b|\bcsq\b"
        r"|mifi|resident|refug|asile|asylum|visa|"
        r"citizen|arrima|\bpeq\b|parrain|sponsor|express|\beta\b|\bave\b|\badr\b|biom|cisr|\birb\b"
        r"|\bspr\b|\brpd\b"
        r"|\bpr card|\brp\b|ptpd|pgwp|prtq|\bmidi\b|selection|engagement|visit|titre de voyage"
        r"|ministeriel|[mtv][a-c]\d-\d{5}|"
        r"citoyennete|copr|\bimm\b|statut|sejour|\d{2}-\d{4}-\d{4}|[a-z]\d{2}-\d{4}-\d{4}"
    )
    CUES = Cues(
        "IUC", "UCI", "I.U.C.", "U.C.I.", "ID client", "identifiant client", "client ID",
        "identifiant unique",
        "no de client", "IRCC", "immigration", "permis d'études", "permis de travail", "study permit",
        "work permit",
        "permis d'étude", "CAQ", "CSQ", "MIFI", "résident permanent", "résidence permanente",
        "permanent resident",
        "PR card", "carte RP", "carte de RP", "de RP", "résidente permanente", "résidents permanents",
        "certificat de sélection", "PRTQ", "évaluation comparative", "engagement",
        "COPR", "CRP", "demandeur d'asile", "asylum", "refugee", "réfugié", "visa",
        "demande de citoyenneté", "citizenship", "application no", "application number", "no de demande",
        "demande",
        "permis de séjour", "titre de voyage", "permis ministériel", "citoyenneté", "parrainage",
        "sponsorship", "eTA", "AVE",
        "Entrée express", "Express Entry", "ADR", "biométrie", "biometrics", "visiteur", "visitor record",
        "immigrant",
        "IMM", "CISR", "IRB", "SPR", "RPD", "asile", "landing", "fiche relative au droit", "MIDI", "Arrima",
        "confirmation de résidence permanente", "permis fermé", "post-diplôme", "PTPD", "PGWP",
        "fiche visiteur", "IMM 1442", "statut",
    )  # fmt: skip
    AGAINST = Cues(
        "facture",
        "invoice",
        "tél",
        "téléphone",
        "phone",
        "décret",
        "C.P.",
        "cell",
        "dossier CNESST",
        "NAS",
        "SIN",
        "permis de conduire",
        "passeport",
        "passport",
        "payroll",
        "police",
        "policy",
        "loan",
        "maison",
        "contrat",
        "form",
    )
    REACH_AGAINST = 40
    PATTERNS = (
        Pattern("UCI ten", r"(?<![\w-])\d{2}[ -]\d{4}[ -]\d{4}(?![\w-]|[ ]\d)", 0.0, cued=0.92),
        Pattern(
            "UCI ten, alone", r"(?<![\w-])(?<!\d )\d{2}-\d{4}-\d{4}(?![\w-])", 0.55, cued=0.93, mistyped=0.0
        ),
        Pattern(
            "UCI eight",
            r"(?:\biuc|\buci|client id|id client)\W{0,4}(?:n[o°]?\.? ?|number ?|est "
            r"|is )?[:#]?\s?(?P<value>\d{4}[ -]?\d{4}|\d{2}[ -]?\d{4}[ -]?\d{4})(?![\w-])",
            0.95,
        ),
        Pattern(
            "UCI of",
            r"\b(?:iuc|uci)\b[^\n\d]{1,40}(?P<value>\d{2}-\d{4}-\d{4}|\d{4}-\d{4}|\d{10})(?![\w-])",
            0.9,
        ),
        Pattern(
            "UCI of another",
            r"\b(?:iuc|uci)\b[^\n\d]{1,40}\d[\d-]{7,11},? (?:et |and )?(?:(?:de|du|for|of|pour) )?"
            r"[a-z]{2,12} (?P<value>\d{2}-\d{4}-\d{4}|\d{4}-\d{4}|\d{10})(?![\w-])",
            0.9,
        ),
        Pattern(
            "permit document",
            r"\bpermi(?:ts?|s)\b[^\n\d.;]{0,40}?(?P<value>[uft] ?\d{3} ?\d{3} ?\d{3})(?![\w-])",
            0.88,
        ),
        Pattern(
            "UCI near",
            r"(?<![\w-])(?!(?:19|20)\d\d)\d{4}-\d{4}(?![\w-]| (?:quebec|canada)\b)",
            0.0,
            cued=0.6,
            mistyped=0.0,
        ),
        Pattern("temporary", r"(?<!\w)[a-z]\d{2}-\d{4}-\d{4}(?![\w-])", 0.85),
        Pattern("certificate, last", r"(?<![\w-])\d{2}-\d{5,7}-c[sa]q(?![\w-])", 0.85),
        Pattern("CAN number", r"(?<!\w)can0{3}\d{9}(?!\w)", 0.85),
        Pattern("application", r"(?<![\w-])[a-z]{1,2}-?\d{7,10}(?![\w-])", 0.0, cued=0.9, mentioned=0.6),
        Pattern(
            "application spaced",
            r"(?<![\w-])[a-z][ -]?\d{3}[ -]\d{3}[ -]\d{3}(?![\w-])",
            0.0,
            cued=0.9,
            mentioned=0.6,
        ),
        Pattern("permanent resident card", r"(?<!\w)[a-z]{2} ?\d{4} ?\d{3} ?\d{3}(?!\w)", 0.0, cued=0.93),
        Pattern("refugee board", r"(?<![\w-])[mtv][a-c]\d-\d{5}(?![\w-])", 0.75),
        Pattern(
            "named file",
            r"\b(?:citoyennete|citizenship|imm \d{4}|residen(?:t|ce) permanente?|pr card"
            r"|carte rp)[^\d\n.;$]{0,30}?"
            r"(?:n[o°]\.?|numero|number|:|#|certificat|document"
            r"|,)?[ :#]{0,3}(?P<value>[a-z]{0,2}\d{7,10})(?![\w-])",
            0.85,
        ),
        Pattern(
            "certificate",
            r"(?<!\w)(?:caq|csq|peq|arr|mifi|prtq)-?(?:\d{2,4}-)?(?:[a-z]{2}-)?\d{4,9}(?:-\d+)?[a-z]?(?![\w-])",
            0.85,
        ),
        Pattern(
            "Québec file",
            r"\b(?:caq|csq|mifi|peq|arrima)\b[ \t:#()|]{1,4}(?:(?:dossier|file|demande)\s)?(?:n[o°]\.?"
            r"|no\.?|numero|number|dossier|file|:|#|\s)*"
            r"(?P<value>(?:(?:caq"
            r"|csq)[ -])?(?=[a-z0-9-]*\d{4})[a-z]{0,4}-?\d[a-z0-9]*(?:-[a-z0-9]+){0,3})(?![\w-])",
            0.9,
        ),
        Pattern(
            "Québec file, spaced",
            r"\b(?:caq|csq)\b[ \t:#(|]{1,3}(?:n[o°]\.? )?"
            r"(?P<value>[a-z]{0,3}[ -]?\d{2,4}(?:[ -](?:[a-z]{2}[ -])?\d{2,6}){1,4})(?![\w-])",
            0.88,
        ),
        Pattern(
            "Québec file, whole",
            r"\b(?:est|is)(?: le| the)? (?P<value>(?:caq|csq)[ -]\d[\d-]{5,12})(?![\w-])",
            0.95,
        ),
        Pattern(
            "coded",
            r"(?<![\w-])[a-z]{1,4}-(?:\d{2,4}-)?(?:[a-z]{2}-)?\d{4,8}(?![\w-])",
            0.0,
            cued=0.85,
        ),
    )
    #: What makes any code near it an immigration's.
    SURE: ClassVar = frozenset((
        "CAQ", "CSQ", "MIFI", "IRCC", "immigration", "parrainage", "sponsorship", "Arrima", "asile", "IUC",
        "UCI", "certificat de sélection", "PRTQ", "évaluation comparative", "MIDI", "engagement",
    ))  # fmt: skip
    HEADER = re.compile(
        r"(?:n[o°]\.? |no |numero )?(?:d'|de )?(?:iuc|uci|iuc/uci|caq|csq|permis d'etudes?|permis de travail"
        r"|study permit|work permit)(?: (?:no|number|n[o°]))?"
    )
    CELL = re.compile(r"(?=.*\d{4})[a-z0-9][a-z0-9 -]{6,16}")
    FINDS = (
        "IUC : [[1234-5678]]",
        "UCI [[01-2345-6789]]",
        "UCI: [[7484049177]]",
        "[[T01-2345-6789]]",
        "Demande de citoyenneté no [[S304718226]]",
        "permis de travail [[U987334210]]",
        "work permit is [[U123 448 901]]",
        "le CAQ no [[2023-QS-118804]]",
        "(le vôtre, [[CAQ-2022-0914433]], est échu)",
        "Application no.: [[E304418207]]",
        "dossier CSQ [[2022-0415-88]]",
        "le CAQ numéro [[CAQ 7741-0826-55]] expire",
        "Rui's permit: [[U771204938]], exp",
        "et un numéro [[D76-5370-8389]]",
        "CSQ | [[25-577282-CSQ]] | s.o.",
        "CAQ [[Q-26-457234]] ok",
        "certificat de sélection, no [[CSQ-20264417A]]; ajouter",
        "Dossier fédéral. CSQ : [[RH 24 118827]]. C",
        "résidente permanente depuis (carte [[RA0344718820]]), puis",
        "dossier d'immigration (MIFI) de la famille, [[DIQ-0441872]].",
        "IUC de monsieur [[1144027184]], de madame [[1144-0272]].",
        "Their permits are closed, document [[U 271 844 018]] for",
        "nom,IUC\nRoy,[[1098765432]]\nLy,[[1098765777]]",
        "le CAQ de sa fille est le [[CAQ 2026-889134]] et",
    )
    SPARES = (
        "l'année scolaire 2024-2025",
        "IUC pour 2024-2025",
        "514-555-0142",
        "01-2345-678",
        "facture S304718226",
        "IMM 5257",
        "CSQ 2024-05-12, reçu",
        "demande d'accès AI-2026-0117",
        "demande d'accès nº 2026-0117",
        "immigration : 8811-0042 Québec inc.",
        "immigration : 1234 dossiers en 2023-2024",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone two years, whatever announces them."""
        value = reading.folded[start:end]
        if _YEARS.fullmatch(value) or (DATE.fullmatch(value) and exists(value)):
            return None
        hit = super().judge(reading, pattern, start, end)
        sure = pattern.name != "coded" or (hit is not None and hit.why.context in self.SURE)
        return hit if sure else None

    def validate(self, value: str) -> str | None:
        """Return None for what is two years in a row."""
        years = re.fullmatch(r"((?:19|20)\d\d)[ -]((?:19|20)\d\d)", value)
        return None if years else ""
