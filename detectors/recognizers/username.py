"""Handles and account names of individuals."""

import re

from detectors.cues import Cues
from detectors.gazetteer import is_given, is_name
from detectors.handles import is_organisation, is_personal, is_system
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.vocabulary import is_word

_HANDLE = r"[\w](?:[\w.-]{1,38}[\w])?"
_PLACE = (
    r"(?:instagram|insta|ig|snapchat|snap|tik ?tok|twitter|telegram|discord|skype|reddit|twitch"
    r"|threads|mastodon|bluesky|"
    r"messenger|facebook|fb|youtube|github|gitlab|slack|teams|steam|psn|xbox|gamertag|roblox|zoom"
    r"|signal|whatsapp|wechat)"
)
_NAMED = (
    r"(?:nom d'?utilisateur|nom d'?usager|code d'?(?:utilisateur|usager|acces reseau)|user ?name"
    r"|user[ _-]?id|user|usr|usager reseau|"
    r"login|log-?in|identifiant(?: (?:reseau|sram|teams|unique|de connexion))?|compte "
    r"(?:reseau|utilisateur|windows|ad)|pseudo(?:nyme)?|handle|"
    r"screen ?name|gamertag|idul|code ms|code unix|sub|ad|samaccountname|utilisateur|session de)"
)
_FORMAT = re.compile(
    r"(?:true|false|null|none|admin|root|user|users?|username|name|id|nom|test|guest|invite|system"
    r"|public|default|anonymous|"
    r"utilisateur|agent|client|string|text|int|not|self|this|required|email|password|mot|www|http"
    r"|https|media|import|param|return|"
    r"override|property|dataclass|staticmethod|classmethod|pytest|app|types?|everyone|here|channel"
    r"|canal|all|tous)",
)
_SHORTEST = 3
_WORDY = re.compile(r"[a-z]+")


class Username(PatternRecognizer):
    """Account names where the text says so, and handles with an at sign that look personal.

    A decorator, a package or an organisation's handle in code or prose is left alone where nothing social is
    near and the handle has no digit, point or underscore.
    """

    LABEL = Label.USERNAME
    GATE = (
        rf"@\w|{_PLACE}|{_NAMED}|\\|/users?/|/home/|\bu/|\bin/|compte|a ecrit|a repondu|wrote|\bsaid\b"
        r"|author|auteur|"
        r"account|\bsur le\b|\n\w*[_0-9]\w* ?:|granted|assign|\([a-z.]{4,15}\d{0,3}\)|<|[$#] "
        r"|uid=|cn=|\bsu -|chown|sudo|\d ?[:h] ?\d\d|\n[a-z]\w*(?:_|\d\d)|^[a-z]\w*(?:_|\d\d)|\n?uid: "
        r"|agent|\bsam\b|identity|operat|assignee|reporter|owner|_by|actor|\b(?:par|by|from|de) \w*[_0-9]"
    )
    CUES = Cues(
        "instagram", "insta", "IG", "snapchat", "snap", "tiktok", "twitter", "telegram", "discord", "reddit",
        "compte", "pseudo",
        "cc", "follow", "suivre", "abonné", "DM", "handle", "facebook", "mastodon", "threads", "youtube",
        "twitch", "identifiant",
        "slack", "mention", "merci", "thanks", "ping", "écrire à", "account", "profil", "profile", "message",
        "bluesky", "par", "de",
        "via", "X", "chaîne", "posté", "tweet", "publié",
    )  # fmt: skip
    REACH = 45
    PATTERNS = (
        Pattern(
            "named",
            rf"(?<![\w@-]){_NAMED}(?: temporaire| actuel| est| is| c'est)?\s?(?:[:=]|->"
            rf"|→)\s?[\"'«<]?\s?(?P<value>@?(?!(?:user|login|name|id)\W){_HANDLE})(?![\w@])(?!\()",
            0.9,
        ),
        Pattern(
            "named, quoted",
            r"[\"'](?:user_?name|login|user|handle|pseudo|identifiant|screen_name"
            rf"|utilisateur)[\"']\s?(?::|=>?)\s?[\"'](?P<value>@?{_HANDLE})[\"']",
            0.9,
        ),
        Pattern(
            "named, bare",
            r"(?<![\w@-])(?:nom d'?utilisateur|nom d'?usager|user ?name|identifiant(?: "
            r"(?:reseau|sram|teams))?|pseudo|handle|idul|login|utilisateur|son compte "
            r"(?:c'est|est)|du compte|le compte [a-z]+)"
            r"\s?[(:,]?\s?(?:est |is |c'est )?[\"'«]?(?<![a-z])(?P<value>(?=[\w.-]*[_\d]"
            r"|[a-z]+\.[a-z])[a-z][\w]*"
            r"(?:[._-][\w]+)*)(?![\w@-]| ?: )(?!:$)",
            0.8,
        ),
        Pattern(
            "LDAP",
            r"(?m)(?:(?<![\w-])(?:uid|cn)=|^[ \t-]*uid: )(?P<value>[a-z]{2}[\w.]{1,30})(?![\w-])",
            0.85,
        ),
        Pattern("prompt", r"(?m)^(?P<value>[a-z][\w.-]{1,30})@[\w.-]+:[~/][^\s$#]{0,60}[$#]", 0.8),
        Pattern(
            "ssh host", r"(?<!\w)(?:ssh|scp|sftp) (?:-\w+ (?:\d+ )?)*(?P<value>[a-z][\w.-]{1,30})@", 0.85
        ),
        Pattern(
            "keyed",
            r"(?<!\w)[\"']?-?(?:agent|sam|samaccountname|identity|operat(?:or|eur)|aut(?:hor|eur)"
            r"|assignee|reporter|owner|"
            r"(?:created|modified|updated|assigned)_?(?:by|to)|par|cree_?par|modifie_?par|proprietaire"
            r"|employe|compte|account|uid|actor)[\"']?"
            r"\s?[:= ]\s?[\"'](?P<value>[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*)[\"']",
            0.7,
        ),
        Pattern(
            "account",
            r"(?<!\w)(?:compte|account|abonne) ?[:=] ?(?P<value>(?=[\w.-]*[_.\d])[a-z]\w*"
            r"(?:[._-]\w+)*)(?![\w@-])",
            0.7,
        ),
        Pattern("host", r"(?<![\w.@-])(?P<value>[a-z][\w.-]{1,30})@(?:\d{1,3}\.){3}\d", 0.85),
        Pattern(
            "signed",
            r"(?<!\w)(?:par|by|from|crontab de|posted by|publie par) (?P<value>(?=\w*(?:_"
            r"|[a-z]\d))[a-z]{2}\w{2,30})(?= le | on | a |[ \t]*$)",
            0.65,
        ),
        Pattern("mailbox", r"(?<![\w.-])(?P<value>[a-z][\w.-]{3,30}) <(?P=value)@", 0.85),
        Pattern(
            "initial",
            r"(?<!\w)(?P<names>[a-z'-]{2,20}(?:[ -][a-z'-]{2,20}){1,3}) \((?P<value>[a-z][a-z.]{3,"
            r"14}\d{0,3})\)",
            0.7,
        ),
        Pattern(
            "social",
            rf"(?<!\w)(?:{_PLACE})\s?(?:[:(@]| est | is | c'est | a )\s?(?:[\"'«])?(?P<value>@?"
            r"(?=[\w.-]*[_.\d])[a-z][\w]*(?:[._][\w]+)*)(?![\w@])(?!\()",
            0.8,
        ),
        Pattern(
            "on a network",
            r"(?<![\w.@-])(?P<value>(?=[\w.-]*[_\d])[a-z][\w]*(?:[._-][\w]+)*) (?:sur|on) (?:le "
            rf"|la )?{_PLACE}(?!\w)",
            0.85,
        ),
        Pattern(
            "at", r"(?<![\w.@/+<-])(?P<value>@[a-z0-9_](?:[\w.-]{1,38}\w)?)(?![\w@/])(?!\()", 0.0, cued=0.7
        ),
        Pattern(
            "at, personal",
            r"(?<![\w.@/+-])(?P<value>@(?=[\w.]*[a-z_])(?=[\w.-]*[_.\d])[a-z0-9_](?:[\w.]{1,38}\w)?)"
            r"(?![\w@/])(?!\()",
            0.6,
        ),
        Pattern(
            "forum, line",
            r"(?m)\n\n(?P<value>(?=[\w.-]*(?:_|\d\d))[a-z]{3}[\w]*(?:[._-][\w]+)*)[ \t]*$",
            0.6,
        ),
        Pattern(
            "chat",
            r"(?m)^(?P<value>(?=[\w.-]*[_.\d])[a-z][\w]*(?:[._-][\w]+)+)  ?\[?\d{1,2}(?::| ?h ?)\d\d",
            0.8,
        ),
        Pattern(
            "home", r"(?:/home/|/users/|[a-z]:\\users\\)(?P<value>[a-z][\w.-]{1,30}?)(?=[/\\\s\"':]|$)", 0.7
        ),
        Pattern("reddit", r"(?<![\w/])(?P<value>u/[\w-]{3,20})(?![\w/])", 0.8),
        Pattern("linkedin", r"(?:linkedin\.com/|linkedin ?:? ?/?)(?P<value>in/[\w-]{3,60})", 0.8),
    )
    FINDS = (
        "user=[[mthibodeau]] ip",
        "Nom d’utilisateur : [[youri.desmarais92]]",
        "(identifiant [[cam.latulippe]], wifi",
        "Instagram [[@mj.dastous.courtiere]]",
        "cc [[@fmichaud]] [[@sunny.dhaliwal]]",
        "C'est rendu sur le snap à [[shanie_xo04]].",
        "C:\\Users\\[[mgagnon]]\\Documents",
        "[[u/castor_bleu]] : ok",
        "Demandeur : Wolff-Tanguay Ingrid ([[itanguay]])",
        "[[nadege.rv]]@srv-archive:~$ ssh [[koffi.a]]@198.51.100.9",
        "De : [[claudettemalo]] <claudettemalo@poste.example>",
        "imap-login: Login: user=<[[jdargis]]>, method",
        "uid: [[plefebvre3]]\ncn: P",
        '"username": "[[jtremblay]]"',
        '"call":"b71f","agent":"[[sroberge]]","lang"',
        "Nom='Bélisle'; Sam='[[fabelisle2]]'; Service",
        "rsync -a /data/ [[backup-mhd]]@203.0.113.140:",
        "Compte : [[bibi_lacoulee]]",
        "une histoire de 1950\n\n  par [[kostas58]]",
        "[[ilyes_seb04]] sur teams",
        "• IDUL : [[awcom7]]",
        "[[amélie.fortier]]  10:41\nJe v",
    )
    SPARES = (
        "@media screen and (max-width: 600px)",
        "@Override\npublic void x()",
        "le nom d'utilisateur est obligatoire",
        "npm i @types/node",
        "[09:15] user: merci Alfred",
        "To: Payroll <payroll@x.example>",
        "marie.roy@exemple.ca",
        "chrome_version: 126",
        "Pseudonyme : à choisir",
        "Les Zoom et les Teams aussi.",
        "depends_on: [db]",
        "Marie Tremblay (directrice)",
        "Étape 1 : ouvrir",
        "@pytest.fixture(scope=1)",
    )

    def judge(  # noqa: PLR0911 - each kind of word that is no account
        self, reading: Reading, pattern: Pattern, start: int, end: int
    ) -> Hit | None:
        """Leave alone what is a keyword, a placeholder, a number or a file."""
        value = reading.folded[start:end].lstrip("@")
        if len(value) < _SHORTEST or (pattern.name == "initial" and not _from_names(reading, start, value)):
            return None
        if pattern.name in {"mailbox", "LDAP", "named", "keyed"} and is_word(value) and not is_name(value):
            return None
        if is_system(value) or (pattern.name.startswith("at") and is_organisation(value)):
            return None
        if pattern.name.startswith("at") and _MODULE.match(reading.text, end):
            return None
        if pattern.name == "at" and is_given(value) and reading.text[start + 1].isupper():
            return None
        if pattern.name == "at" and is_personal(value):
            return Hit(start, end, 0.65, self.reason(pattern, ""))
        if (
            _FORMAT.fullmatch(value.split(".")[0])
            or not _WORDY.search(value)
            or value.endswith((".py", ".js", ".html", ".md"))
        ):
            return None
        if (
            pattern.name.startswith("at")
            and reading.folded.endswith("\n", 0, start)
            and not re.search(r"[_\d.]", value)
        ):
            return None
        return super().judge(reading, pattern, start, end)


#: A decorator of a program goes on: "@pytest.mark.parametrize".
_MODULE = re.compile(r"\.[a-z]")


def _from_names(reading: Reading, start: int, value: str) -> bool:
    """Tell whether an account name is made of an initial and a surname that stand before it."""
    names = re.findall(r"[a-z]{2,}", reading.folded[max(0, start - 80) : start])[-5:]
    letters = re.sub(r"[^a-z]", "", value)
    return any(
        letters.startswith(first[0] + last[: len(letters) - 1]) and len(last) > 3  # noqa: PLR2004
        for first in names
        for last in names
        if first != last
    )
