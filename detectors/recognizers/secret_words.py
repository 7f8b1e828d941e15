"""Passwords, PINs and keys that a word announces."""

import re
from typing import ClassVar

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_ASSIGNED = r"\s?(?:[:=]{1,3}|->|→|=>|:=)\s?"
_OPEN = r"(?:[\"'`«]\s?|\*{1,2})?"
_PLAIN = r"[^\s\"'`«»<>]"
_PASSWORD = (
    r"(?:mots? de passe|mot secret|motdepasse|mot_de_passe|mdp|m\.d\.p\.|passwords?|passwd|pwd|passphrase|phrase (?:de passe|secrete)|"
    r"pass(?:code)?|psk|cle (?:wi-?fi|wpa2?|reseau))"
)
_KEY = (
    r"(?:[\w.-]{0,40}?(?:password|passwd|pwd|passphrase|secret(?:[_-]?(?:key|access[_-]?key))?|api[_-]?key|apikey|access[_-]?key(?!_id)|"
    r"auth[_-]?token|token|private[_-]?key|client[_-]?secret|credentials?|encryption[_-]?key|signing[_-]?key|mdp|mot_?de_?passe|pass|psswd))"
)
_CODE = (
    r"(?:n\.?i\.?p\.?|pin|code (?:de |d'|du |de la )?(?:la |l')?(?:porte|acces|alarme|activation|cadenas|securite|verification|confirmation|"
    r"deverrouillage|entree|garage|boite|validation|telephonique|guichet|carte|systeme|cle|coffre|wifi|barriere|ascenseur|interphone|portail|casier)"
    r"(?: d'entree| principale| du bas)?|(?:door|gate|alarm|access|security|verification|activation|lock|garage|lockbox|unlock|one-time|entry) (?:code|pin)|"
    r"passcode|combinaison|combination|otp|cvv2?|cvc)"
)
_SAID = r"(?: (?:temporaire|provisoire|initial|actuel|temporary|current|new|nouveau|wifi|courriel|admin|du wifi|du compte|de session|pour|still|toujours|par defaut|verbal|wi-?fi|general|commun|partage|unique)){0,2}"
_LINK = r"(?:\s?(?:[:=]{1,3}|->|→|,)\s?|\s(?:est|is|was|c'est|etait|sera|devient|:)\s(?:maintenant |now |encore |le |still )?|,? ?\()"
_LINK_OR_SPACE = rf"(?:{_LINK}|\s|(?<=est) |(?<=is) )"
_NOT = re.compile(
    r"(?:oublie|perdu|expire|requis|obligatoire|incorrect|invalide|required|forgot|lost|changed?|reset|null|none|true|false|undefined|"
    r"vide|empty|temporaire|securise|robuste|votre|your|my|mon|ton|son|le|la|les|un|une|de|du|des|et|ou|a|au|aux|the|for|and|or|in|to|of|is|"
    r"est|pas|not|deja|protege|sent|envoye|os\.\S*|process\.\S*|env\.\S*|settings\.\S*|config\.\S*|get\S*\(.*|input\(.*|str|string|bytes|int|ssid|[^=]*=.*|"
    r"secretstr|optional.*|\$\{?[a-z_].*|\{\{?[\w .]*\}?\}?|<.*|\[.*|%.*|\*+|x+|\.+|-+|_+|…+|n/?a|tbd|todo|changeme|example|exemple|self\..*|args\..*|request\..*|data\..*|"
    r"aucun|inconnu|absent|valide|partage|unique|fort|faible|actif|active|enabled|disabled|field\(.*|none,?|oui|non|yes|no)[.,;:)]*",
)
_TRAILING = ".,;:!?)]}»\"'*`"


class SecretWord(PatternRecognizer):
    """What follows "mot de passe :", `PASSWORD=`, "NIP", "door code" and their like.

    A value without a sign between it and its word must look made up: a digit, a symbol or mixed case. A
    variable, a placeholder, a type or a common word is not a secret.
    """

    LABEL = Label.SECRET
    GATE = (
        r"mots? de passe|motdepasse|mot_de|mdp|pass|pwd|secret|token|jeton|api[_ -]?key|apikey|cle|key|psk|wi-?fi|\bn\.?i\.?p\b|\bpin\b|code|"
        r"combin|otp|\bcvv|\bcvc|cadenas|credential|reponse|answer|padlock"
    )
    CUES = Cues("code", "codes", "porte", "door", "clé", "entrée", "alarme", "cadenas", "gate", "lockbox", "pager", "rendu", "changé")
    DOORS: ClassVar = Cues("porte", "clé", "boîte", "cadenas", "alarme", "serrure", "door", "key", "lockbox", "gate", "garage", "coffre", "guichet")
    REACH = 120
    PATTERNS = (
        Pattern("quoted", rf"(?<![\w-]){_PASSWORD}(?:{_SAID}|[^\n\"«»`:=]{{0,40}}\b(?:est|is|:)){_LINK_OR_SPACE}(?:«\s?|\"|“|`|')(?P<value>[^\"«»`\n']{{3,60}}?)\s?(?:»|\"|`|')", 0.9),
        Pattern("password", rf"(?<![\w-]){_PASSWORD}{_SAID}{_ASSIGNED}{_OPEN}(?P<value>{_PLAIN}{{3,120}})", 0.9),
        Pattern("said", rf"(?<![\w-]){_PASSWORD}{_SAID}\s(?:est|is|c'est|was|etait|sera)\s{_OPEN}(?P<value>{_PLAIN}{{4,80}})", 0.7),
        Pattern("bare", rf"(?<![\w-])(?:{_PASSWORD}|wi-?fi){_SAID}\s{{1,2}}\(?(?P<value>{_PLAIN}{{5,60}})", 0.7),
        Pattern("key", rf"(?<![\w.]){_KEY}[\"']?{_ASSIGNED}[\"'`]?(?P<value>(?:\{{[a-z0-9-]+\}})?[^\s\"'`,;<>{{}}()]{{6,300}})", 0.85),
        Pattern("key, said", rf"(?<![\w-])(?:cle (?:d'?api|secrete|privee|api|de licence)|jeton(?: d'acces)?|api key|secret key|access token|license key|token)(?: (?:est|is))?\s?[:=]?\s(?P<value>(?=[\w.+/=-]*\d)[\w.+/=-]{{12,200}})", 0.8),
        Pattern("element", rf"<(?:[\w-]*password|motdepasse|secret|token)>(?P<value>[^<\s]{{3,100}})</", 0.9),
        Pattern("code", rf"(?<![\w-]){_CODE}{_SAID}(?:{_LINK}|\s){_OPEN}(?P<value>(?>[#*]?\d(?:[\d]|[ -](?=\d)){{1,10}}[#*]{{0,2}}))(?![\w%$]|[.,]\d| ?\$)", 0.8),
        Pattern("code, loose", rf"(?<![\w-])codes?\b(?! (?:postal|perman|budget|d'?emploi|produit|activite|barre|projet|erreur|pays|regional|civil|source|couleur|"
                r"de la route|du travail|municipal|qr|d'ethique|de conduite|de deontologie|de vie|de construction|fermeture|evenement))"
                r"[^\n.;:=\d\"«]{0,40}?(?:[:=]|c'est|\best|\bis|,)\s?[\"'«]?(?P<value>[#*]?\d{4,8}[#*]?|(?=\w*[#*])(?=[\w#*]*\d)[\w#*]{5,20})(?![\w%$-]|[.,]\d| ?\$)", 0.6),
        Pattern("code, far", rf"(?<![\w-]){_CODE}[a-z' ]{{1,30}}(?:[:=]|c'est|est|is)\s?[\"'«]?(?P<value>[#*]?\d{{4,8}}[#*]?)(?![\w%$-]|[.,]\d| ?\$)", 0.75),
        Pattern("code, near", r"(?<![\w-])codes?(?: [a-z']{2,12}){0,3} (?P<value>\d{4,6}[#*]?)(?![\w-]|[.,]\d| ?[$%])", 0.0, cued=0.65),
        Pattern("code, keypad", r"(?<![\w#*.-])(?P<value>\d{4,6}[#*]|[#*]\d{4,6}[#*]?)(?![\w#*])", 0.0, cued=0.7),
        Pattern("code, asked", rf"{_CODE}[^?\n]{{0,30}}\?[ \t]*\n[^\n\d]{{0,40}}(?P<value>\d{{4,8}})(?!\d)", 0.7),
        Pattern("code, lettered", rf"(?<![\w-]){_CODE}\s(?P<value>(?=[a-z\d-]*[a-z])(?=[\w-]*\d\d)[\w]{{2,8}}(?:-[\w]{{2,8}}){{1,4}})(?![\w-])", 0.75),
        Pattern("code, mixed", rf"(?<![\w-]){_CODE}{_SAID}{_LINK}{_OPEN}(?P<value>(?=[\w#*-]*\d)[\w#*][\w#*-]{{2,40}})", 0.8),
        Pattern("code, after", r"(?:code|nip|pin)\W{0,3}(?P<value>[#*]\d{3,8}[#*]?|\d{3,8}[#*])(?!\w)", 0.75),
        Pattern("answer", r"(?:question(?: secrete| de securite)?[^.\n]{0,60}(?:reponse|answer)|reponse a la question|answer to the (?:security )?question)\s?(?:[:=]|est|is)\s?[\"«]?\s?(?P<value>[^\s\"»,.;)]{3,40})", 0.8),
        Pattern("answer, said", r"\breponse c'?est [^\n:]{0,70}:\s?(?P<value>(?=\w*\d)\w{5,30})", 0.7),
        Pattern("lock", r"(?:cadenas|padlock|coffre)[^\n.\d]{0,20}[:=]?\s(?P<value>\d{1,2}-\d{1,2}-\d{1,2}|\d{4,6})(?![\w-])", 0.75),
    )  # fmt: skip
    FINDS = (
        "mot de passe : [[Hiver2026!]]",
        "mdp : [[Hiver2026!]]",
        "DB_PASSWORD=[[Gr1v3-Bl4nch3!72]]",
        "JWT_SECRET=[[b0b5f7d2a9c94e1f8e36d1c7a2f4b68e]]",
        "Mdp temporaire [[Automne-2024-xk]] donné",
        "mot de passe temporaire [[Bienvenue2025!]]",
        "NIP temporaire : [[702648]]",
        "door code still [[4471#]] ?",
        "CODE PORTE D'ENTRÉE : [[#4471*]]",
        "AWS_SECRET_ACCESS_KEY=[[u8Jk2+Lw0fQ/7yRrT5cVb1NnMmXx4ZsEaPpOoIi3]]",
        "le mot de passe est « [[girafe bleue]] ».",
        '"password": "[[correct-horse-9]]"',
        "combinaison [[22-06-31]]",
        "code d'activation : [[QC7-MX42-LL90-ZT]].",
        "new psk = [[maple!Fjord_9921]] (rotate",
        "PIN: [[1117]]",
        "clé : boîte grise, code [[2580]].",
        "(identifiant x, wifi [[PatatesPilees!42]]).",
        "nip de ma carte c'est [[3306]] prends",
        "mdp `[[sarcelle-28-Quenouille]]`",
        'mot de passe verbal "[[tofu soyeux]]"',
        "le mot de passe de l'enfant, qui est « [[girafe bleue]] ».",
        "admin_pass = [[Hik-2021-depanneur]]",
        "userPassword: [[{SSHA}q8Zt0yXnW1b6cVd3KkLr5uPjQeR9sT2m]]",
        "avec le code d'accès [[LM-30817-kQ]];",
        "boîte grise, code : [[2580]].",
        "code du livreur de bière = [[1212]] (changer)",
        "Pager code for the weekend is [[7719#]].",
        "les codes de la porte ont changé c'est [[1948*]]",
        "phone PIN (client read me the PIN, [[1117]], told",
    )
    SPARES = (
        "mot de passe oublié",
        "« mot de passe oublié »",
        "Le mot de passe est obligatoire.",
        'password = os.environ["X"]',
        "password: str",
        "le NIP est confidentiel",
        "code postal : 12345",
        "token: ${TOKEN}",
        "passe par la porte 1234",
        "max_tokens=4096",
        "Wifi : gratuit",
        "- [~] Wi-Fi : SSID `Clinique`",
        "bad password user=nguyen.tt",
        "code budgétaire : 4471",
        "le Code civil, 2024",
        "code 404",
        "le code 2580 du produit",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Take the punctuation off; leave alone what is no secret."""
        trailing = _TRAILING.replace("*", "") if pattern.name.startswith("code") else _TRAILING
        while end > start and reading.text[end - 1] in trailing and not self._balanced(reading.text[start:end]):
            end -= 1
        value = reading.text[start:end]
        if len(value) < 3 or _NOT.fullmatch(reading.folded[start:end]):  # noqa: PLR2004
            return None
        if pattern.name in {"bare", "said"} and not _made_up(value):
            return None
        if pattern.name in {"password", "key"} and not _likely(value, pattern.name):
            return None
        if pattern.name == "code, near" and not self.DOORS.last(reading.before(start, 50)):
            return None
        return super().judge(reading, pattern, start, end)

    @staticmethod
    def _balanced(value: str) -> bool:
        """Tell whether a final exclamation mark is a part of a password rather than of the sentence."""
        return value.endswith("!") and any(map(str.isdigit, value))


def _made_up(value: str) -> bool:
    """Tell whether a value mixes letters with digits or symbols as no word does."""
    letters = any(map(str.isalpha, value))
    digits = any(map(str.isdigit, value))
    return (letters and digits) or (digits and len(value) > 5) or bool(re.search(r"[!@#$%^&*_+=]", value))  # noqa: PLR2004


def _likely(value: str, name: str) -> bool:
    """Tell whether an assigned value may be a secret: not a number alone for a key, not a call or a path."""
    if name == "key":
        return not value.isdigit() and not re.fullmatch(r"[a-z_]+(?:\.[a-z_]+)+|[a-z]+[:_-]?[a-z]*", value)
    return not re.fullmatch(r"[a-z]+\(.*", value)
