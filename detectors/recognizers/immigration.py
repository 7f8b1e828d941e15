"""Immigration file, client and permit numbers."""

import re

from detectors.cues import Cues
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
        r"|visit|titre de voyage|ministeriel|[mtv][a-c]\d-\d{5}|"
        r"citoyennete|copr|\bimm\b|statut|sejour|\d{2}-\d{4}-\d{4}|[a-z]\d{2}-\d{4}-\d{4}"
    )
    CUES = Cues(
        "IUC", "UCI", "I.U.C.", "U.C.I.", "ID client", "identifiant client", "client ID",
        "identifiant unique",
        "no de client", "IRCC", "immigration", "permis d'études", "permis de travail", "study permit",
        "work permit",
        "permis d'étude", "CAQ", "CSQ", "MIFI", "résident permanent", "résidence permanente",
        "permanent resident",
        "PR card", "carte RP", "COPR", "CRP", "demandeur d'asile", "asylum", "refugee", "réfugié", "visa",
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
        Pattern("permit document", r"\bpermi(?:t|s)\b[ :#]{1,3}(?P<value>[uft]\d{9})(?![\w-])", 0.88),
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
        Pattern("permanent resident card", r"(?<!\w)[a-z]{2}\d{10}(?!\w)", 0.0, cued=0.93),
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
            "certificate", r"(?<!\w)(?:caq|csq|peq|arr|mifi|prtq)-?(?:\d{4}-)?\d{4,9}(?:-\d+)?(?![\w-])", 0.85
        ),
        Pattern(
            "Québec file",
            r"\b(?:caq|csq|mifi|peq|arrima)\b[ :#]{1,3}(?:(?:dossier|file|demande)\s)?(?:n[o°]\.?"
            r"|no\.?|numero|number|dossier|file|:|#|\s)*"
            r"(?P<value>(?:(?:caq"
            r"|csq)[ -])?(?=[a-z0-9-]*\d{4})[a-z]{0,4}-?\d[a-z0-9]*(?:-[a-z0-9]+){0,3})(?![\w-])",
            0.9,
        ),
    )
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
    )
    SPARES = (
        "l'année scolaire 2024-2025",
        "IUC pour 2024-2025",
        "514-555-0142",
        "01-2345-678",
        "facture S304718226",
        "IMM 5257",
        "demande d'accès nº 2026-0117",
        "immigration : 8811-0042 Québec inc.",
        "immigration : 1234 dossiers en 2023-2024",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone two years, whatever announces them."""
        return (
            None
            if _YEARS.fullmatch(reading.folded, start, end)
            else super().judge(reading, pattern, start, end)
        )

    def validate(self, value: str) -> str | None:
        """Return None for what is two years in a row."""
        years = re.fullmatch(r"((?:19|20)\d\d)[ -]((?:19|20)\d\d)", value)
        return None if years else ""
