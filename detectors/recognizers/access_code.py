"""Codes that open a door, a card or an account, and the answers to secret questions."""

import re
from typing import ClassVar

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.secretwords import CODE, LINK, OPEN, SAID

#: The patterns of which the code may also be one that opens nothing.
_OPEN = frozenset({"code, near", "code, capitals", "code, spread", "code, loose"})
#: An element's attribute that is called "code".
_ATTRIBUTE = re.compile(r"<[a-z][^<>]* code=[\"']\Z")


class AccessCode(PatternRecognizer):
    """What follows "NIP", "door code", "combinaison" and their like; not a postal or a budget code.

    A number with a # or a * at its end is one wherever a code or a door is spoken of.
    """

    LABEL = Label.SECRET
    SPOKEN = True
    GATE = (
        r"\bn\.?i\.?p\b|\bpin\b|code|combin|otp|\bcvv|\bcvc|cadenas|reponse|answer|padlock|coffre"
        r"|\d[#*]|[#*]\d|boites? a cles?|lock ?box|serrure|interphone|intercom|clavier|keypad|combo|sonn|buzz"
    )
    CUES = Cues(
        "code", "codes", "porte", "door", "clé", "entrée", "alarme", "cadenas", "gate", "lockbox",
        "pager", "rendu", "changé", "barrière", "ouvrir", "ouvre", "ouvrez", "portail", "open",
        "opens", "garage", "clavier", "composer",
    )  # fmt: skip
    DOORS: ClassVar = Cues(
        "porte", "clé", "boîte", "cadenas", "alarme", "serrure", "door", "key", "lockbox", "gate", "garage",
        "coffre",
        "guichet", "alarm", "disarmed", "désarmer", "buanderie", "laundry", "keypad", "clavier", "interphone",
        "buzzer", "portail", "voûte", "vault", "safe", "shed", "cabanon", "entrée", "entry", "lobby",
    )  # fmt: skip
    REACH = 120
    PATTERNS = (
        Pattern(
            "code",
            rf"(?<![\w-]){CODE}{SAID}(?:{LINK}|\s){OPEN}(?P<value>(?>[#*]?\d(?:[\d]|[ -](?=\d)){{2,"
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
            r"(?<![\w-])codes?(?: [a-z']{1,12}){0,4} (?P<value>\d{4,6}[#*]?)(?![\w-]|[.,]\d| ?[$%])",
            0.0,
            cued=0.65,
        ),
        Pattern(
            "code, keypad", r"(?<![\w#*.-])(?P<value>\d{4,6}[#*]|[#*]\d{4,6}[#*]?)(?![\w#*])", 0.0, cued=0.7
        ),
        Pattern(
            "code, asked",
            rf"(?:{CODE}|le code|your code|votre code)[^?\n]{{0,40}}\?[ \t]*\n[^\n\d]{{0,40}}"
            r"(?P<value>\d{3}[ -]\d{3}|\d{4,8})(?!\d)",
            0.7,
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
        Pattern(
            "code, spread",
            rf"(?<![\w-])(?:{CODE}|codes?|combinaison|combo|boites? a cles?|cadenas|padlock|coffre"
            r"(?:-fort)?|lock ?box|serrure)"
            rf"[^\n\d.;]{{0,40}}?(?P<value>\d(?:-\d){{3,5}}|\d{{1,2}}-\d{{1,2}}-\d{{1,2}})(?![\w-]|/)",
            0.75,
        ),
        Pattern(
            "PIN, thought",
            r"(?<![\w-])(?:n\.?i\.?p\.?|pin)\b[^\n\d.;]{0,30}?(?:c'?est|\bc|\best|\bis|:|=|\("
            r"|etait|was) ?(?P<value>\d{4,6})"
            r"(?![\w-]|[.,]\d)",
            0.75,
        ),
        Pattern(
            "PIN, of",
            r"(?<![\w-])(?:n\.?i\.?p\.?|pin)(?: [a-z'-]{2,14}| [46] (?:chiffres|digits)){1,4}"
            r" ?[:=]? ?(?P<value>\d{4,6})(?![\w-]|[.,]\d| ?[$%])",
            0.7,
        ),
        Pattern(
            "then",
            rf"(?<![\w-])(?:{CODE}|interphone|intercom|clavier"
            rf"|keypad)[^\n;]{{0,30}}\d[^\n;]{{0,8}}? (?:puis|et|then|and)"
            r" (?:composer|composez|faire|faites|dial|press|punch|le |pese sur )\s?"
            r"(?P<value>[#*]?\d{3,6}[#*]?)(?![\w-])",
            0.7,
        ),
        Pattern(
            "ring",
            r"(?<![\w-])(?:sonner|sonnez|sonne|sonnette|buzz(?:er|ez)?|interphone|intercom)(?: "
            r"(?:au|le|a|le no|no|is|est|c'est))? ?:? ?"
            r"(?P<value>[#*]?\d{3,5}[#*]?)(?![\w-]|[.,:]\d| ?[$%h])",
            0.65,
        ),
        Pattern(
            "code, capitals",
            r"(?<![\w-])[Cc](?:ode|ODE)(?: [^\W\d_]['\w-]{0,14}){0,4}(?: ?[:=] ?| )"
            r"(?![A-Z]{4,}\d\d\b)(?P<value>(?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])"
            r"[A-Z\d]{5,12})(?![\w-])",
            0.65,
            cased=True,
        ),
        Pattern("code, apart", r"(?<![\w-])codes? ?:? (?P<value>\d(?: \d){3,5})(?![\w-]| ?\d)", 0.7),
        Pattern(
            "code, mixed case",
            r"(?<![\w-])[Cc]ode ?:? ?"
            r"(?P<value>(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{5,20})(?![\w.])",
            0.7,
            cased=True,
        ),
        Pattern(
            "code, said",
            r"(?<![\w-])(?:the|le|votre|your|mon|my|un|a) code\b[^\n.;:\d]{0,40}[,(] ?"
            r"(?P<value>\d{3} \d{3})(?![\w-]| ?\d)",
            0.65,
        ),
        Pattern("code, after", r"(?:code|nip|pin)\W{0,3}(?P<value>[#*]\d{3,8}[#*]?|\d{3,8}[#*])(?!\w)", 0.75),
        Pattern(
            "answer",
            r"(?:question(?: secrete| de securite)?[^.\n]{0,60}(?:reponse|answer)|reponse a la question"
            r"|reponse a la question de securite|answer to the (?:security )?question)\s?(?:[:=]|c'est|est"
            r"|is|repond)\s?[\"«]?\s?(?P<value>[^\s\"»,.;)]{3,40})",
            0.995,
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
        "Boîte à clés du cabanon [[1-9-3-6]]",
        "Code du garage changé pour [[80442]] le 1er",
        "mon nip c [[0912]] dis",
        "j'ai perdu mon NIP (je pense c'est [[4120]]).",
        "Code d'interphone [[303#]] puis composer [[2244]] pour",
        "code d'accès impôt net QC [[4K7P2Q9Z]]; x",
        "le cadenas du cabanon s'ouvre avec [[24-8-31]]",
        "NIP boîte vocale [[4010]].",
        "Accès Mozaïk-Parents : code [[kT7-wq29]]     Autobus",
        "asked for the code on my phone, [[884 102]], puis",
        "boite a clés en arriere, code [[8 5 2 0]], prends",
        "The alarm was disarmed with code [[1912]], which",
        "GET /lecteurs?nip=[[4410]] 200",
    )
    SPARES = (
        "le NIP est confidentiel",
        "code postal : 12345",
        "passe par la porte 1234",
        "code budgétaire : 4471",
        "le Code civil, 2024",
        "code 404",
        '<lookup code="2207" label="x"/>',
        "le code 2580 du produit",
        "Code d'organisme 712004. boîte",
        "code promo NOEL25 et CODE CIVIL",
        "le cours au code 420KBA du programme",
        "cadenas vendu le 12-03-2024",
        "Yasmine, code BENY66540910, fiche",
    )

    #: Codes that open nothing.
    PUBLIC: ClassVar = Cues(
        "postal", "permanent", "produit", "cours", "promo", "rabais", "couleur", "projet", "erreur",
        "pays", "civil", "organisme", "budgétaire", "barres", "source", "bâtiment", "emploi",
        "activité", "SCIAN", "CIM", "HS", "QR", "régional", "de la route", "du travail", "article",
        "acte", "facturation", "catégorie", "postcode", "error", "area", "product", "course", "zip",
        "billing", "diagnostic", "CPT", "ICD", "swift", "BIC", "SKU", "UPC", "programme", "client",
        "membre", "IATA", "ISO", "établissement", "école", "school", "fournisseur", "de cour",
        "implique", "d'impliqué", "station", "norme", "bris", "panne", "reference", "de vestimentaire",
        "organisation", "organization",
        "de ticket",
    )  # fmt: skip

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask, for a bare number after "code", that something that locks stands near."""
        if pattern.name in _OPEN and self.PUBLIC.last(reading.before(start, 40)):
            return None
        if reading.text[start - 1] == "=":
            end = start + len(reading.text[start:end].partition(" ")[0])
        if pattern.name in _OPEN and _ATTRIBUTE.search(reading.folded, max(0, start - 60), start):
            return None
        if pattern.name == "code, capitals" and re.fullmatch(
            r"[a-z]{4}\d{8}|[a-z]\d[a-z]\d[a-z]\d", reading.folded[start:end]
        ):
            return None
        if pattern.name == "code, near" and not self.DOORS.last(reading.before(start, 50)):
            return None
        return super().judge(reading, pattern, start, end)
