"""Secrets as people tell them: after the fact, for a thing, before the word for it."""

import re

from detectors.gazetteer import is_name
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.recognizers.secret_words import is_made_up, trim
from detectors.secretwords import NOT
from detectors.vocabulary import is_word

_WORD = r"(?:mots? de passe|mdp|password|passwords|passphrase|passcode|pw|pwd|code secret|nip|pin)"
_IS = r"(?:\s?[:=]{1,2}\s?|\s(?:est|is|c'?est|c|sera|was|etait)\s|,\s?(?:c'est\s)?)(?:le |la |the )?"
_QUOTE = r"(?:[\"'`]|«\s?)?"
_VALUE = r"(?P<value>[^\s\"'`«»<>,;()]{3,60})"
_CODE_OF = (
    r"(?:code (?:de |d'|du )(?:validation|verification|confirmation|securite|connexion|acces"
    r"|recuperation|activation"
    r"|authentification|deverrouillage)|(?:verification|security|login|access|confirmation|one-time"
    r"|recovery|sign-in) code|nip"
    r"|otp|pin)"
)
_LOCK = (
    r"(?:boites? a cles?|coffret a cles?|lock ?box|key ?box|interphone|intercom|clavier|keypad|digicode"
    r"|cadenas|padlock"
    r"|coffre(?:-fort)?|safe|barriere|portail|gate|garage|alarme|alarm|ascenseur|elevator|cabanon|casier"
    r"|porte (?:avant|arriere"
    r"|d'entree|de cote|du garage|patio)|(?:front|back|side) door|systeme d'alarme|combo|serrure|poignee"
    r"|door|wifi|wi-fi)"
)


class ToldSecret(PatternRecognizer):
    """The forms that neither name nor assign a secret in so many words, and yet give it away."""

    LABEL = Label.SECRET
    SPOKEN = True
    GATE = (
        r"mots?[ _]?de[ _]?passe|mdp|passw|passphrase|passcode|\bpwd?\b|secret|\bnip\b|\bpin\b|interac"
        r"|virement|transfer|answer"
        r"|reponse|code|wi-?fi|reseau|identifiants?|login|logins|acces|credential|connexion|cle\b|cles\b"
        r"|lock ?box|key|interphone"
        r"|clavier|keypad|cadenas|coffre|safe|barriere|portail|gate|garage|alarm|ascenseur|cabanon"
        r"|casier|porte|door|phrase"
        r"|\bpass\b|\bpasse ?:|combo|serrure|jeton"
        r"|token"
    )
    HEADER = re.compile(
        r"(?:mot_?de_?passe|mot de passe|mots de passe|mdp|password|passwd|pass|pwd|pw|nip|pin|secret"
        r"|token|jeton|api_?key"
        r"|cle_?api|code (?:d'acces|de porte|alarme|d'alarme)|password_?hash|passphrase)(?: \(.*\))?"
    )
    CELL = re.compile(r"\S{4,100}")
    PATTERNS = (
        Pattern(
            "short word",
            rf"(?<![\w/-])(?:(?:pw|pwd|mdp){_IS}|(?:passe|passe wifi|pass|mp"
            rf" wifi)\s?[:=]\s?){_QUOTE}{_VALUE}",
            0.8,
        ),
        Pattern(
            "pass",
            rf"(?<![\w/-])pass (?:is|est|c'?est|c) (?:still |encore |toujours )?{_QUOTE}{_VALUE}",
            0.8,
        ),
        Pattern("short word, bare", rf"(?<![\w-])(?:pw|pwd|mdp) {_VALUE}", 0.7),
        Pattern(
            "for",
            rf"(?<![\w-]){_WORD}(?: [a-z'-]+){{1,7}}?(?:,? (?:est|is|c'?est|c|pour|to|en|par|:|=)"
            rf"|:) {_QUOTE}{_VALUE}",
            0.7,
        ),
        Pattern(
            "in, sign",
            rf"(?<![\w-])(?:mot de passe|password|mdp)[^\n:=\"«.;]{{1,40}}[:=]\s?{_QUOTE}(?P<value>(?!//"
            rf")[^\s\"'`«»<>,;()]{{4,60}})",
            0.65,
        ),
        Pattern(
            "before",
            rf"(?:«\s?|[\"'`])(?P<value>[^\"'`«»\n]{{4,50}}?)(?:\s?»|[\"'`]),? (?:est|is|comme|as|c'est"
            rf"|etait|was|pour) "
            rf"(?:le |la |mon |ton |son |notre |votre |my |your |the )?(?:nouveau |new )?{_WORD}",
            0.8,
        ),
        Pattern(
            "before, bare",
            rf"(?<!\S){_VALUE} (?:comme|as|pour|for|est (?:le|mon|ton|son)|is (?:the|my|your)) (?:le "
            rf"|my |the |mon )?(?:nouveau |new )?{_WORD}",
            0.7,
        ),
        Pattern(
            "sent",
            rf"(?<![\w.])(?:[a-z]-)?(?P<value>\d{{4,8}}|\d{{3}}[ -]\d{{3}}) (?:est|is) (?:votre|ton|le"
            rf"|your|the)(?: [a-z]+)? (?:nouveau |new )?{_CODE_OF}",
            0.85,
        ),
        Pattern(
            "code of",
            rf"(?<![\w-]){_CODE_OF}(?: [a-z]{{2,12}})?(?:\s?[:=]\s?|\s(?:est|is"
            rf"|c'est)\s(?:le )?){_QUOTE}(?:[a-z]-)?(?P<value>(?=[\w -]*\d)[a-z\d]{{3,8}}(?:["
            rf" -][a-z\d]{{3,8}})*)(?"
            rf"![\w-])",
            0.8,
        ),
        Pattern(
            "lock",
            rf"(?<![\w-]){_LOCK}(?: [a-z']{{2,12}}){{0,3}}\s?(?:[:=-]|,|->)\s?(?:code |composer |faire "
            rf"|faites |dial |punch |pin )*(?P<value>[#*]?\d{{4,6}}[#*]?"
            rf"|\d{{1,2}}-\d{{1,2}}-\d{{1,2}})(?![\w-]|[.,/]\d|:\d| ?[$%])",
            0.7,
        ),
        Pattern(
            "code, letters",
            r"(?<![\w-])code (?:de |d'|du |pour )(?:la |le |l')?(?:porte|acces|alarme|ascenseur|entree"
            r"|garage|interphone|wifi|immeuble|bureau|coffre|cadenas|photocopieuse?|imprimante|visiteur"
            r"|invite)\s?(?:[:=]|est|c'?est)?\s?(?:le )?(?P<value>(?=\d*[a-z#*])(?=[a-z#*]*\d)[a-z0-9#*]"
            r"{3,12})(?!\w)",
            0.75,
        ),
        Pattern(
            "pair, named",
            r"(?<![\w-])(?:login|user|usager|id|identifiant|compte)\s?/\s?(?:pw|pwd|pass|password"
            r"|mdp|mot de passe)\s?[:=]\s?"
            rf"[^\s/]{{2,40}}\s?/\s?{_VALUE}",
            0.9,
        ),
        Pattern(
            "in brackets",
            rf"\((?:mot de passe|mdp|password|pw|passphrase) ?:? {_QUOTE}(?P<value>[^\s()\"'`«»]{{4,40}})\)",
            0.995,
        ),
        Pattern(
            "after account",
            r"(?<![\w-])(?:usager|user(?:name)?|utilisateur|login|identifiant)\s?:?\s[\w.@-]{3,40}, "
            r"(?P<value>(?=[^\s,]*(?:\d|[!@#$%*?+]))[^\s,;()]{5,40})(?=[\s,;]|$)",
            0.9,
        ),
        Pattern(
            "in commas",
            rf"(?<![\w-]){_WORD}, (?P<value>(?=[^\s,]*[\d\W_])[^\s\"'`«»<>,;()]{{5,60}}),",
            0.75,
        ),
        Pattern(
            "network",
            rf"(?<![\w-])(?:wi-?fi|ssid|reseau|network)\s?:?\s?[^\n/:]{{2,30}}\s?(?:(?:/|\|)\s?(?:cle|key"
            rf"|pass|mdp|pw|code|mot de passe)\s?:?|/|\||,? (?:cle|key|pass|mdp|pw|code)\s?:?)\s?{_VALUE}",
            0.75,
        ),
        Pattern(
            "pair",
            rf"(?<![\w-])(?:identifiants?|logins?|acces|credentials?|connexion|compte|account"
            rf"|creds)\s?:\s?[^\s/|]{{3,60}} ?(?:/|\|) ?{_VALUE}",
            0.75,
        ),
        Pattern(
            "words",
            r"(?:phrase (?:de recuperation|secrete|de passe|de semence)|seed phrase|recovery phrase"
            r"|mnemonic|passphrase)(?:(?: (?:est|is))?\s?[:=]\s?|\s)[\"«]?\s?(?P<value>(?!(?:must"
            r"|should|doit|peut"
            r"|avec|pour|with|that|when|from|qui|que|dans|sans|est|is|was|sera|has|will|may|can)\b)[a-z]{3,12}"
            r"(?: [a-z]{3,12}){2,23})(?=\s*(?:[\n,.;)\"»]|$))",
            0.85,
        ),
        Pattern(
            "spread key",
            r"(?<![\w-])(?P<value>[a-z0-9]{5}(?:-[a-z0-9]{5}){4}|\d{6}(?:-\d{6}){7})(?![\w-])",
            0.8,
        ),
        Pattern(
            "key of",
            rf"(?<![\w-])(?:cle|jeton|token|(?:api|secret|license|windows|product|access|private"
            rf"|recovery) key)(?: [a-z'-]{{2,14}}){{0,3}}\s?[:=]\s?{_QUOTE}(?P<value>(?=[\w.+/=-]*\d)(?="
            rf"[\w.+/=-]*[a-z])[\w.+/=-]{{8,200}})(?![\w])",
            0.75,
        ),
        Pattern(
            "backup",
            r"(?:backup|recovery|recuperation|secours) codes?\s?:\s?(?P<value>[a-z\d]{4}[ -][a-z\d]{4})("
            r"?!\w)",
            0.8,
        ),
    )
    FINDS = (
        "wifi: BELL118 / [[A1B2C3D4E5]]",
        "G-[[441882]] est votre code de validation",
        "tu te logues, moi mon pass c [[Sagueneens77]], prends",
        "INSERT INTO m (nom, mot_de_passe) VALUES ('Roy', '[[kitcisakik]]');",
        "« [[papillon]] » est le mot de passe du téléphone",
        "boîte à clés : [[5512]]",
        "le mot de passe a été changé pour [[Bouleau_12]]",
        "PW = [[Tuque-rouge-5]]",
        "INSERT INTO u (nom, mot_de_passe) VALUES ('Roy', '[[Tuque-2024]]');",
        "phrase de récupération : [[abri lune sapin radio tigre vent]]",
    )
    SPARES = (
        "key fob PIN reset: hold the lock for 5 s",
        "passe d'autobus mensuelle : 100 $",
        "pwd=$(pwd)",
        "API_KEY=VOTRE_CLE_API",
        "le mot de passe doit changer pour demain",
        "clé primaire : id_client",
        "mot de passe : ********",
        "sha512: z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg",
    )

    def holds(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a cell holds a secret, not the name of one or a placeholder."""
        value = reading.folded[start:end]
        plain = value.isalpha() and (is_word(value) or is_name(value))
        return super().holds(reading, start, end) and not plain and not NOT.fullmatch(value)

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask, where the words leave it open, that the value look made up."""
        value = trim(reading.text[start:end])
        end = start + len(value)
        if len(value) < 3 or NOT.fullmatch(reading.folded[start:end]):  # noqa: PLR2004
            return None
        if reading.text[start - 1] == "=":
            value = value.partition(" ")[0]
            end = start + len(value)
        if pattern.name == "code of" and not any(map(str.isdigit, value)):
            return None
        if pattern.name in _OPEN and not (
            is_made_up(value) and not re.fullmatch(r"\d{1,4}|[\d.,/:-]+", value)
        ):
            return None
        if pattern.name in _SIGNED and re.fullmatch(r"\w+\(.*|\d{1,3}|[\d:/.,]{3,5}", value):
            return None
        return super().judge(reading, pattern, start, end)


_SIGNED = frozenset(("short word", "in, sign"))
_OPEN = frozenset(
    ("short word, bare", "pass", "for", "before, bare", "network", "pair", "key of", "in, sign")
)
