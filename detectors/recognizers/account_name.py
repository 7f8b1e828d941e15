"""Account names of individuals in systems: logs, commands, directories, tables, addresses of profiles."""

import re

from detectors.gazetteer import WORDS
from detectors.handles import is_no_ones, is_organisation, is_personal, is_service, is_system
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.vocabulary import is_word

_NAME = r"(?P<value>[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*)"
_END = r"(?![\w@(/-]|\.\w)"
_ROLE = (
    r"(?:actor|agent|reporter|rapporteur|assignee|responsable|owner|proprietaire|author|auteur"
    r"|operat(?:or|eur)|usager"
    r"|utilisat(?:eur|rice)|uname|user|usr|login|employe|by|par|to|de|from|a|cc|session|compte|account"
    r"|profile?"
    r"|(?:last_?)?(?:creat|modifi|updat|chang|assign|approv|review|delet|export|import|upload|submitt|clos"
    r"|open|report|request|sign|post|handl|process|merg|check)ed[_ ]?(?:by|to)"
    r"|(?:cree|modifie|assigne|approuve|supprime|derniere modification|verifie)[_ ]?(?:par|a)?)"
)
_SITES = (
    r"(?:facebook|fb|instagram|twitter|x|tiktok|github|gitlab|twitch|youtube|snapchat|threads|telegram|t"
    r"|soundcloud|strava"
    r"|medium|reddit|pinterest|bandcamp|patreon|bsky|linktr|paypal)\.(?:com|tv|net|me|ee|app)"
)
_MARKED = re.compile(r"[_\d]")
#: What is tagged behind these words is a password.
_SECRET = re.compile(r"(?:mots? de passe|mdp|passw\w+|passphrase|\bpw|\bpass|cle|key|code)\b[^\n]*\Z")
_INITIAL = re.compile(r"[a-z]{3,}\.[a-z]{1,2}|[a-z]{1,2}\.[a-z]{3,}")


class AccountName(PatternRecognizer):
    """A name of an account after a word for its role, where the name is made of a person's.

    "owner: rlessard" tells a person, "owner: docker" none.
    """

    LABEL = Label.USERNAME
    GATE = (
        r"-[ul] |code |idul|actor|agent|report|responsable|owner|auth|auteur|operat|usager|utilisat|user"
        r"|usr|uname|login|employe|\bby\b"
        r"|\bpar\b|\bto\b|\bde ?:|\bfrom\b|\ba ?:|\bcc\b|session|compte|account|profil|modif|pseudo"
        r"|identifiant|etudiant"
        r"|(?:facebook|fb|instagram|twitter|tiktok|github|gitlab|twitch|youtube|snapchat|threads"
        r"|telegram|soundcloud|strava"
        r"|medium|reddit|pinterest|bandcamp|patreon|bsky|linktr|paypal|\bx|\bt)\.(?:com|tv|net|me|ee|app)/"
        r"|invalid|accepted|password for|failed|\bsu\b|sudo| -u |[dl-][r-][w-][x-]|/home|handle|steam"
        r"|skype|discord|\(\d"
        r"|bloque|verrouill|locked|granted|live:|sudo|ssh-|[\d\]] - |chown|_by\b|_to\b|\\|committ"
        r"|uid|whoami|membre|connexion|crontab|\buses\b|utilise|\$2[aby]\$"
    )
    HEADER = re.compile(
        r"(?:login|user(?:[ _]?name|[ _]?id)?|(?:code |nom )?(?:d'?|de l')?(?:usager|utilisateur)"
        r"|nom d'?(?:utilisateur|usager)"
        r"|identifiant|pseudo(?:nyme)?"
        r"|compte(?: (?:reseau|ad|windows))?|account|idul|code (?:reseau|ms|usager|d'acces)"
        r"|sam ?account ?name|handle"
        r"|gamertag|instagram|twitter|discord|username ad|nom_?utilisateur|owner|created_by|assignee)"
    )
    COLUMN = 0.9
    CELL = re.compile(r"@?(?!\d+$)[a-z0-9][\w.#-]{2,39}")
    PATTERNS = (
        Pattern(
            "role",
            rf"(?<![\w@.-]){_ROLE}(?: (?:teams|windows|reseau|ad|sap|outlook|vpn))?[\"']?\s?(?:=>|[:=]"
            rf"|->)\s?[\"'«<\[]?\s?{_NAME}{_END}",
            0.995,
        ),
        Pattern(
            "said",
            r"(?<![\w@.-])(?:user|usager|utilisat(?:eur|rice)|invalid user|password for|publickey for"
            r"|session (?:opened )?for"
            r"(?: user)?|ouverte par|opened by|deleted by|changed by|granted to|assigned to|approved by"
            r"|modifie par|cree par"
            r"|role change:|login|logged in as|logged on|last login:|(?:le )?compte (?:bloque|verrouille"
            r"|suspendu|cree|ferme|ad|de)?"
            r"|(?:corrige|valide|supprime|traite|saisi|ferme|ouvert|transfere|imprime|archive)e? par"
            r"|crontab (?:de|of)|(?:he|she|il|elle|they) (?:uses|utilise)|ton compte|mon compte|votre compte"
            rf"|sudo -u|su -?|whoami:?|le compte|profile?|\(user) {_NAME}{_END}",
            0.995,
        ),
        Pattern("option", rf"(?<!\S)(?:-u|-l|--user(?:name)?|--login)[ =]{_NAME}{_END}", 0.7),
        Pattern("listing", rf"(?m)^[dl-](?:[r-][w-][xsStT-]){{3}}[.+@]?\s+\d+ {_NAME}(?=\s)", 0.8),
        Pattern(
            "sshd", rf"(?:invalid user|password for|publickey for|authenticating user) {_NAME} from ", 0.85
        ),
        Pattern("sudo", rf"\bsudo(?:\[\d+\])?: +{_NAME} : (?:tty=|\d+ incorrect|command not)", 0.9),
        Pattern("served", rf"(?:\d|\]) - {_NAME} (?:\[|[\"'](?:get|post|put|head|delete|patch) )", 0.9),
        Pattern("public key", rf"ssh-(?:rsa|ed25519|dss) [\w+/=]{{8,}} {_NAME}@", 0.85),
        Pattern("granted", rf"\b(?:to|from|for|user)(?: user)? [\"'`]{_NAME}[\"'`]@[\"'`]", 0.9),
        Pattern(
            "network code",
            r"(?<![\w-])(?:code (?:ms|unix|reseau|d'acces reseau|permanent ms|d'usager)|idul"
            r"|compte (?:reseau|ad))(?: [a-z' ]{2,20})?"
            r"\s?[:=]\s?(?P<value>[a-z]{1,6}\d{2,8}|[a-z]{3,8}\d{0,3})(?!\w)",
            0.8,
        ),
        Pattern(
            "account, in brackets",
            rf"(?:compte|usager|utilisateur|account|employee?|etudiante?)[^\n()]{{0,40}}\({_NAME}\)",
            0.7,
        ),
        Pattern(
            "connected",
            rf"(?:connexion|session|ouverture) (?:de|par|pour|for) {_NAME} (?:depuis|from|via) ",
            0.8,
        ),
        Pattern(
            "git",
            r"(?m)(?:^(?:author|committer|auteur): ?(?=\S+ <)|--(?:author|committer)=[\"']?)"
            r"(?P<value>[a-z][\w.-]+)(?= <|[\"'\s]|$)",
            0.85,
        ),
        Pattern(
            "domain", r"(?<![\w\\])[a-z][a-z0-9-]{1,14}\\{1,4}(?P<value>[a-z][\w.-]{1,20}\w)(?![\w\\])", 0.9
        ),
        Pattern(
            "owner", r"(?<!\w)(?:chown(?: -r)?|su -|sudo -u) (?P<value>[a-z][\w.-]{2,30})(?=[:\s]|$)", 0.75
        ),
        Pattern("hashed", r"[\"'](?P<value>[a-z][\w.-]{2,30})[\"'], ?[\"']\$2[aby]\$", 0.85),
        Pattern("uid", rf"(?<!\w)uid=\d+\({_NAME}\)", 0.85),
        Pattern(
            "profile",
            rf"(?<![\w-]){_SITES}/(?:@|u/|user/|c/|in/)?(?P<value>[a-z0-9_](?:[\w.-]*\w)?)(?![\w-])",
            0.7,
        ),
        Pattern(
            "memo", r"(?m)^(?:de|a|from|to|cc) ?: ?(?P<value>[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*)[ \t]*$", 0.7
        ),
        Pattern("network", r"(?<!\w)(?P<value>live:[\w.]{3,40})", 0.85),
        Pattern("tagged", r"(?<![\w@.])(?P<value>[a-z_][\w.]{2,31}#\d{4})(?!\w)", 0.8),
        Pattern("federated", r"(?<![\w@.])(?P<value>@[\w.]{2,40}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)", 0.85),
    )
    FINDS = (
        "owner: [[rlessard]]",
        "actor=[[dchartrand]] verb=grant",
        "Failed password for invalid user [[carole.m]] from 198.51.100.7",
        "-rw-r--r-- 1 [[ebergeron]] staff 4096 notes.md",
        "https://www.instagram.com/[[zoe.demers.art]]/",
        "https://github.com/[[mgirouard]]/notes",
        "De: [[mlegault]]\nÀ: [[psavard]]",
        "INFO auth: connexion de [[smbaye]] depuis 132.203.77.14",
        "sudo:   [[vlefort]] : TTY=pts/0 ; PWD=/srv",
        "GRANT SELECT ON v.* TO '[[fxdemers]]'@'%'",
        '"exported_by": "[[sgoldberg]]"',
        "ID Teams [[live:.cid.4f11ab2290]]",
        "# crontab de [[gilles_w]] sur pluton",
        "VALUES (684,'[[eleni44]]','$2b$12$Qe0uV7ynp1sLr9Tq2hWmOe')",
        "login,courriel\n[[ahoude]],x\n[[bkhan]],y",
        "Author: [[xX_tavish_Xx]] <t@x.example>",
        "BOISROND\\[[wsaintfl]] est verrouillé",
        "git log --author=[[jpgariepy]] -3",
        "'pseudo' => 'x'; Utilisateur : [[fleduc]]",
    )
    SPARES = (
        "owner: docker",
        "Author: renovate-bot <bot@x.example>",
        "connexion de secours depuis hier",
        "corrigé par endroits",
        "for invalid user oracle from 1.2.3.4",
        "GRANT SELECT ON v.* TO 'lecture'@'%'",
        "login,courriel\nsvc,x\nsvc_hugo,y",
        "https://github.com/python/cpython",
        "https://www.facebook.com/VilledeQuebec",
        "drwxr-xr-x 4 root root 220 mai 4 src",
        "Utilisateur : tous",
        "user: root",
        "De : Marie Tremblay",
    )

    def holds(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a cell holds a name of one account, written as such."""
        value = reading.folded[start:end].lstrip("@")
        return (
            super().holds(reading, start, end)
            and not is_no_ones(value)
            and value != "svc"
            and (reading.text[start:end].islower() or bool(_MARKED.search(value)) or is_personal(value))
        )

    def judge(  # noqa: PLR0911 - each kind of word that is no account
        self, reading: Reading, pattern: Pattern, start: int, end: int
    ) -> Hit | None:
        """Leave alone what is not made like a person's account name."""
        value = reading.folded[start:end]
        if (
            is_system(value)
            or (pattern.name in {"git", "domain"} and is_service(value))
            or value.endswith((".py", ".js", ".html", ".md", ".php", ".com", ".ca", ".org", ".exe"))
        ):
            return None
        if pattern.name == "tagged" and _SECRET.search(reading.before(start, 40)):
            return None
        marked = re.search(r"[_\d]", value) is not None and re.search(r"[a-z]{2}", value) is not None
        if pattern.name in {"connected", "hashed", "sshd", "granted", "sudo"} and (
            value in WORDS or is_word(value)
        ):
            return None
        if pattern.name in {"profile", "federated"}:
            if is_organisation(value) or not (marked or "." in value or is_personal(value)):
                return None
        elif pattern.name in {"role", "said", "option", "memo", "account, in brackets", "network code"}:
            written = reading.text[start:end]
            if pattern.name == "network code":
                if not marked and not is_personal(value):
                    return None
            elif not (is_personal(value) or (pattern.name == "role" and _INITIAL.fullmatch(value))) or (
                not marked and not written.islower()
            ):
                return None
        return super().judge(reading, pattern, start, end)
