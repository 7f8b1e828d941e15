"""Codes that open a door, a card or an account, and the answers to secret questions."""

from typing import ClassVar

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.secretwords import CODE, LINK, OPEN, SAID


class AccessCode(PatternRecognizer):
    """What follows "NIP", "door code", "combinaison" and their like; not a postal or a budget code.

    A number with a # or a * at its end is one wherever a code or a door is spoken of.
    """

    LABEL = Label.SECRET
    SPOKEN = True
    GATE = (
        r"\bn\.?i\.?p\b|\bpin\b|code|combin|otp|\bcvv|\bcvc|cadenas|reponse|answer|padlock|coffre"
        r"|\d[#*]|[#*]\d"
    )
    CUES = Cues(
        "code", "codes", "porte", "door", "clé", "entrée", "alarme", "cadenas", "gate", "lockbox", "pager",
        "rendu", "changé",
    )  # fmt: skip
    DOORS: ClassVar = Cues(
        "porte", "clé", "boîte", "cadenas", "alarme", "serrure", "door", "key", "lockbox", "gate", "garage",
        "coffre",
        "guichet",
    )  # fmt: skip
    REACH = 120
    PATTERNS = (
        Pattern(
            "code",
            rf"(?<![\w-]){CODE}{SAID}(?:{LINK}|\s){OPEN}(?P<value>(?>[#*]?\d(?:[\d]|[ -](?=\d)){{1,"
            r"10}[#*]{0,2}))(?![\w%$]|[.,]\d| ?\$)",
            0.8,
        ),
        Pattern(
            "code, loose",
            r"(?<![\w-])codes?\b(?! (?:de |d'|du )?(?:postal|perman|budget|emploi|produit|cours|promo"
            r"|rabais|permanent|qr|couleur|batiment|hs|cim|activite|barre|projet|erreur"
            r"|pays|regional|civil|source|couleur|"
            r"de la route|du travail|municipal|qr|d'ethique|de conduite|de deontologie|de vie"
            r"|de construction|fermeture|evenement))"
            r"[^\n.;:=\d\"«]{0,40}?(?:[:=]|c'est|\best|\bis|,)\s?[\"'«]?(?P<value>[#*]?\d{4,"
            r"8}[#*]?|(?=\w*[#*])(?=[\w#*]*\d)[\w#*]{5,20})(?![\w%$-]|[.,]\d| ?\$)",
            0.6,
        ),
        Pattern(
            "code, far",
            rf"(?<![\w-]){CODE}[a-z' ]{{1,30}}(?:[:=]|c'est|est|is)\s?[\"'«]?(?P<value>[#*]?\d{{4,"
            r"8}[#*]?)(?![\w%$-]|[.,]\d| ?\$)",
            0.75,
        ),
        Pattern(
            "code, near",
            r"(?<![\w-])codes?(?: [a-z']{2,12}){0,3} (?P<value>\d{4,6}[#*]?)(?![\w-]|[.,]\d| ?[$%])",
            0.0,
            cued=0.65,
        ),
        Pattern(
            "code, keypad", r"(?<![\w#*.-])(?P<value>\d{4,6}[#*]|[#*]\d{4,6}[#*]?)(?![\w#*])", 0.0, cued=0.7
        ),
        Pattern(
            "code, asked", rf"{CODE}[^?\n]{{0,30}}\?[ \t]*\n[^\n\d]{{0,40}}(?P<value>\d{{4,8}})(?!\d)", 0.7
        ),
        Pattern(
            "code, lettered",
            rf"(?<![\w-]){CODE}\s(?P<value>(?=[a-z\d-]*[a-z])(?=[\w-]*\d\d)[\w]{{2,8}}(?:-[\w]{{2,8}}){{1,"
            r"4})(?![\w-])",
            0.75,
        ),
        Pattern(
            "code, mixed",
            rf"(?<![\w-]){CODE}{SAID}{LINK}{OPEN}(?P<value>(?=[\w#*-]*\d)[\w#*][\w#*-]{{2,40}})",
            0.8,
        ),
        Pattern("code, after", r"(?:code|nip|pin)\W{0,3}(?P<value>[#*]\d{3,8}[#*]?|\d{3,8}[#*])(?!\w)", 0.75),
        Pattern(
            "answer",
            r"(?:question(?: secrete| de securite)?[^.\n]{0,60}(?:reponse|answer)|reponse a la question"
            r"|reponse a la question de securite|answer to the (?:security )?question)\s?(?:[:=]|c'est|est"
            r"|is)\s?[\"«]?\s?(?P<value>[^\s\"»,.;)]{3,40})",
            0.8,
        ),
        Pattern("answer, said", r"\breponse c'?est [^\n:]{0,70}:\s?(?P<value>(?=\w*\d)\w{5,30})", 0.7),
        Pattern(
            "lock",
            r"(?:cadenas|padlock|coffre)[^\n.\d]{0,20}[:=]?\s(?P<value>\d{1,2}-\d{1,2}-\d{1,2}|\d{4,6})"
            r"(?![\w-])",
            0.75,
        ),
        Pattern(
            "code, named",
            r"(?<![\w-])code (?:d'?e? ?)?(?:dictaphone|pager|telephone|imprimante|photocopieur|poste"
            r"|livreurs?|visiteurs?|concierge|menage|voisin|porte livreurs?) (?P<value>\d{4,8}[#*]?)"
            r"(?![\w-])",
            0.7,
        ),
    )
    FINDS = (
        "NIP temporaire : [[702648]]",
        "door code still [[4471#]] ?",
        "CODE PORTE D'ENTRÉE : [[#4471*]]",
        "combinaison [[22-06-31]]",
        "code d'activation : [[QC7-MX42-LL90-ZT]].",
        "PIN: [[1117]]",
        "clé : boîte grise, code [[2580]].",
        "nip de ma carte c'est [[3306]] prends",
        "avec le code d'accès [[LM-30817-kQ]];",
        "boîte grise, code : [[2580]].",
        "code du livreur de bière = [[1212]] (changer)",
        "Pager code for the weekend is [[7719#]].",
        "les codes de la porte ont changé c'est [[1948*]]",
        "phone PIN (client read me the PIN, [[1117]], told",
        "Code dictaphone [[55821]].",
    )
    SPARES = (
        "le NIP est confidentiel",
        "code postal : 12345",
        "passe par la porte 1234",
        "code budgétaire : 4471",
        "le Code civil, 2024",
        "code 404",
        "le code 2580 du produit",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask, for a bare number after "code", that something that locks stands near."""
        if pattern.name == "code, near" and not self.DOORS.last(reading.before(start, 50)):
            return None
        return super().judge(reading, pattern, start, end)
