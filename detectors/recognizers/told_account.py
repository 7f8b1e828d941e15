"""Account names told in a sentence, in a greeting, in a configuration or in an address of a service."""

import re
from typing import ClassVar

from detectors.cues import Cues
from detectors.gazetteer import WORDS, is_given
from detectors.handles import is_impersonal, is_personal
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.vocabulary import is_word

_NAME = r"(?P<value>@?[a-z0-9](?:[\w.-]{1,38})[a-z0-9_])"
_TOKEN = rf"{_NAME}(?![\w@/\\]|\.\w|-\w)"
_ACCOUNT = (
    r"(?:pseudos?|pseudonyme|handle|user ?name|screen ?name|nom d'?(?:utilisateur|usager)"
    r"|identifiant|gamertag|login"
    r"|(?:no|numero|code|id) d'?(?:usager|utilisateur)|code usager|usager|utilisateur|user(?:"
    r" ?id)?|compte|account|profile?"
    r"|surnom|nickname|nick|alias|a\.?k\.?a\.?|tag|courriel interne|idul|ip ?id|session|nom de"
    r" joueu(?:r|se)|player name|in-game name|gamer ?tag)"
)
_NETWORK = (
    r"(?:psn|playstation|xbox(?: live)?|steam|twitch|discord|snap(?:chat)?|insta(?:gram)?|ig|tik"
    r" ?tok|twitter|telegram|signal"
    r"|reddit|github|gitlab|skype|teams|slack|mastodon|bluesky|threads|messenger|facebook|fb"
    r"|youtube|roblox|minecraft"
    r"|fortnite|epic|battle\.?net|riot|switch|nintendo|strava|vinted|kijiji|marketplace|ebay|etsy"
    r"|duolingo|venmo|paypal"
    r"|wechat|whatsapp|onlyfans|linkedin|pinterest|spotify|letterboxd|goodreads|lichess|chess\.com)"
)
_IS = (
    r"(?:\s?(?:[:=→]|->|=>)\s?|\s(?:est|is|c'?est|c|was|etait|sera|devient)\s(?:le |toujours "
    r"|maintenant |still |now )?)"
)
_MARKED = re.compile(r"(?=.*[a-z]).*(?:[\d_]|[a-z]\.[a-z]).*")
_CAMEL = re.compile(
    r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)+\d*|[A-Z][a-z]+(?:-[A-Z][A-Za-z]*)+\d*|[a-z]+(?:-[a-z]+){1,4}"
)
_TAG = re.compile(r"h[1-6]|[a-z]{1,3}\d")


class ToldAccount(PatternRecognizer):
    """A name of an account that a sentence, a greeting or a configuration tells, where it is written as one.

    A plain word is none: the name has a digit, an underscore, a point or a capital inside, or is a person's.
    """

    LABEL = Label.USERNAME
    GATE = (
        rf"{_NETWORK}|pseudo|handle|user|nom d|identifiant|gamertag|login|usager|utilisat|compte"
        r"|account|profil|surnom|nick"
        r"|alias|\baka\b|a\.k\.a|idul|session|salut|allo|bonjour|merci|hey|\bhi\b|hello|thanks"
        r"|bravo|desole|sorry|nomme"
        r"|appele|named|called|connect|logged|://|<[@+%~&]?\w{2,20}>|(?:\bpar|\bby|-by|auteure?"
        r"|author|vendeu\w+|seller) ?:? "
    )
    PATTERNS = (
        Pattern("told", rf"(?<![\w@-]){_ACCOUNT}(?: [a-z'-]{{1,14}}){{0,5}}?{_IS}[\"'«(]?\s?{_TOKEN}", 0.995),
        Pattern("bare", rf"(?<![\w@.-]){_ACCOUNT}(?: [a-z'-]{{2,14}}){{0,2}}\s[\"'«(]{{0,2}}{_TOKEN}", 0.995),
        Pattern(
            "network",
            rf"(?<![\w@./-])(?:{_NETWORK})(?: (?:moi|me|id|user|username|name|account|compte|pseudo|tag"
            r"|handle|nick|perso|pro))?"
            rf"(?:{_IS}|[ \t]?[(]|[ \t])[\"'«]?\s?{_TOKEN}",
            0.9,
        ),
        Pattern(
            "greeted",
            r"(?<![\w-])(?:salut|allo|bonjour|bonsoir|merci|hey|hi|hello|thanks|thx|bravo"
            r"|desolee?|sorry|yo|coucou|rip|cc|ping)"
            rf",? {_TOKEN}",
            0.8,
        ),
        Pattern(
            "called",
            r"(?<![\w-])(?:nommee?|appelee?|surnommee?|alias|pseudo|dite?|named|called|known as"
            r"|goes by|signee?|signed"
            r"|en tant que|sous le nom(?: de)?|logged in as|connectee? (?:comme|sous)|logged"
            rf" as)\s[\"'«]?\s?{_TOKEN}",
            0.9,
        ),
        Pattern(
            "done by",
            r"(?<![\w-])(?:commit(?:te|ted)? (?:par|by)|(?:pushed|merged|reviewed|submitted"
            r"|posted|approved|edited|opened|closed|written)"
            r"[ -]by|signed-off-by|(?:revue?|fusionnee?|soumise?|publiee?|postee?|approuvee?"
            r"|modifiee?|ouverte?|fermee?|ecrite?) par"
            rf"|auteure?|author|vendeu(?:r|se)|seller)\s?:?\s[\"'«]?@?{_TOKEN}",
            0.995,
        ),
        Pattern(
            "angle",
            rf"(?<![\w<])<[@+%~&]?{_NAME}>(?=[ \n]|$)",
            0.75,
        ),
        Pattern("configured", rf"(?m)^[ \t]*user[ \t]+{_TOKEN}[ \t]*$", 0.8),
        Pattern(
            "environment",
            rf"(?<![a-z])[a-z_]*_(?:user(?:name)?|login|owner)[\"']?\s?[:=]\s?[\"']?{_TOKEN}",
            0.8,
        ),
        Pattern("in address", rf"(?<=://){_NAME}(?=:[^\s/@]{{1,80}}@)", 0.75),
    )
    FINDS = (
        "mon no d'usager c'est [[hdaneau_tresor]] et",
        "ma psn c [[Poutine-Mage-QC]], la xbox [[PoutineMage9]]",
        "Mon pseudo sur le forum est [[Grand-Duc74]].",
        "steam id [[xx_kevlar_xx]]",
        "ok snap moi [[jaydee.rdp]] c tu bon",
        "Twitch → [[mamie_gamer]]",
        "salut [[BigMoose418]], c'est toi",
        "Le compte [[gouimet_adm]] est révoqué.",
        "suivre par un nommé [[user_shadow_450]] qui",
        "Host jump\n  User [[kvlahos]]\n  Port 22",
        "POSTGRES_USER: [[lmarchand]]",
        "postgres://[[cbarrette]]:x9@db:5432/a",
        "connecté en tant que [[jf.lavoie2]]",
        "user [[CBARRETTE]], private",
    )
    SPARES = (
        "compte courant",
        "Tag release with year.month.day.",
        "salle Roy, ou Teams\n\nParking_2 lot",
        "Identifiant : 3d9f8a10-6c22-4e0b-8f61-2d90b7c41e88",
        "salut tout-le-monde",
        "merci beaucoup",
        "compte 12-345",
        "Xbox 360",
        "user agent",
        "le compte svc_backup",
        "bonjour M. Roy",
        "compte rendu 2024",
        "profil de poste",
        "POSTGRES_USER: postgres",
        "postgres://app:x9@db:5432/a",
        "Merci ville.example",
        "discord bot.py",
    )

    #: Words for an account that is named by a code.
    CODED: ClassVar = Cues(
        "nom d'utilisateur", "nom d'usager", "username", "user name", "login", "identifiant", "usager"
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask that the name be written as an account's, not as a word, a number or a file."""
        value, written = reading.folded[start:end].lstrip("@"), reading.text[start:end].lstrip("@")
        if is_impersonal(value) or value.startswith("sess_"):
            return None
        if "." in value and not any(map(str.isdigit, value)) and all(map(is_word, value.split("."))):
            return None
        letters = sum(map(str.isalpha, value))
        marked = letters > 2 and _MARKED.fullmatch(value) is not None  # noqa: PLR2004
        if pattern.name == "configured":
            wanted = written.islower() and letters > 3  # noqa: PLR2004
        elif pattern.name in {"in address", "environment"}:
            wanted = marked or is_personal(value)
        elif pattern.name == "bare":
            wanted = (marked and (not written[:1].isupper() or "_" in written)) or (
                is_personal(value) and (written.islower() or written.isupper())
            )
        elif pattern.name == "angle":
            wanted = marked and _TAG.fullmatch(value) is None
        elif pattern.name == "done by":
            wanted = (marked or is_personal(value)) and written.islower()
        elif pattern.name == "greeted":
            wanted = marked and "." not in value and not written.isupper()
        elif pattern.name == "told" and re.fullmatch(r"[a-z]{1,2}\d{4,8}|[a-z]{3,5}\d{3,6}", value):
            wanted = self.CODED.last(reading.before(start, 50)) is not None
        else:
            camel = _CAMEL.fullmatch(written) is not None and pattern.name in {"told", "network"}
            words = value.split("-")
            wanted = (
                (marked and not written.isupper())
                or (is_personal(value) and pattern.name != "called")
                or (camel and not all(word in WORDS or is_given(word) for word in words))
            )
        return super().judge(reading, pattern, start, end) if wanted else None
