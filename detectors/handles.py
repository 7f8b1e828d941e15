"""What an account name looks like: a person's, an organisation's, or a system's."""

import re

from detectors.gazetteer import WORDS, is_given, is_name, is_surname

_LETTERS = re.compile(r"[a-z]+")
_SHORTEST = 4
_LONGEST = 24
_ORGANISATION = re.compile(
    r"ville|universit|uqam|udem|mcgill|concordia|hydro|radio|canada|quebec(?!ois)|montreal|officiel"
    r"|official|news|media"
    r"|federation|asso|ministere|gouv|spvm|journal(?!iste)|presse|desjardins|banque|musee|festival|cegep"
    r"|college|ecole|school"
    r"|hopital|chum|ciusss|cisss|service|support|team|equipe|groupe|group|studio|boutique|resto|cafe"
    r"|theatre|orchestre"
    r"|syndicat|parti|assnat|cpq|fondation|library|biblio|centre|center|coop|club|revue|magazine"
    r"|editions|stm|exo|saaq"
    r"|ramq|inc$|corp"
)
_SYSTEM = frozenset((
    "admin", "administrator", "administrateur", "root", "ubuntu", "debian", "git", "postgres", "mysql",
    "redis", "docker",
    "www-data", "nobody", "daemon", "system", "shared", "public", "user", "users", "username", "guest",
    "test", "default",
    "demo", "deploy", "jenkins", "runner", "node", "nginx", "apache", "httpd", "ministre", "client",
    "agent", "unknown",
    "anonymous", "none", "null", "localhost", "vagrant", "pi", "ec2-user", "backup", "sysadmin",
    "operator", "utilisateur",
    "equipe", "tous", "all", "any", "everyone", "function", "votre", "your", "system32", "ansible",
    "service", "app", "www", "ops", "channel", "here", "team", "garde", "modo",
))  # fmt: skip


_SERVICE = re.compile(
    r"(?:svc|srv|app|db|sys|prod|dev|stg|test|bot|api|noreply|no-reply|ci|cd|batch|cron|backup|admin|sql|web|ftp|mail)(?:[._-].*|\d+)"
    r"|[a-z]{0,4}admin\d*|ops\d+|.*[._-](?:all|svc|srv|bot|app|prod|dev|test|ro|rw|readonly|db|backup|service)"
)


#: Parts of the names of settings and columns.
_KEYS = re.compile(
    r"(?:^|_)(?:id|at|size|name|type|url|key|date|time|count|max|min|code|path|file|version|level|status"
    r"|length|width|height"
    r"|color|port|host|mode|list|note|etape|question|article|annexe|section|tableau|figure|chapitre|page"
    r"|partie|no|num|nom"
    r"|titre|objet|lieu|total|step|test|data|config|message|msg|error|info|debug|warn"
    r"|users?|usagers?|hash|ssid|psk|pwd?|password|token|secret|db|sql|api|env|prod|dev|retry|flag|enabled|timeout"
    r"|limit|interval|script|build|release|index|table|group|role|img|src|tmp|log|cfg|conf|backup|http|json|xml|csv"
    r"|vpn|wifi|dns|ip|cpu|os|ref|code|client|statut|prenom|adresse|tel|courriel|email|mail|value|valeur|is|has)(?:_|\d*$)"
)


def is_setting(name: str) -> bool:
    """Tell whether a folded run joins words as the name of a setting or of a column does ("created_at")."""
    return _KEYS.search(name) is not None


def is_service(name: str) -> bool:
    """Tell whether a folded account name is made as those of programs ("svc_backup")."""
    return _SERVICE.fullmatch(name) is not None


def is_system(name: str) -> bool:
    """Tell whether a folded account name is that of a machine, or a placeholder."""
    return name in _SYSTEM


def is_organisation(name: str) -> bool:
    """Tell whether a folded handle sounds like an organisation's."""
    return _ORGANISATION.search(name) is not None


#: What is written as an account's name and is none: numbers, versions, files, dates, parts of a law.
_NOTHING = re.compile(
    r"\d+[a-z]{0,3}|v?\d+(?:\.\d+)+|\w+\.(?:py|js|ts|html?|md|com|ca|org|net|pdf|docx?|xlsx?|csv"
    r"|json|png|jpe?g|php|exe|example|txt"
    r"|yml|yaml|toml|sql|log|sh)|.*\.(?:example|com|ca|org|net|quebec|info|io)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,2}h\d\d|\d+(?:er|e|re|nd|th|st|rd)|(?:19|20)\d\d-\d.*|(?:p|q"
    r"|t|s|rl|art|no)-?\d{1,3}"
)


def is_nothing(name: str) -> bool:
    """Tell whether a folded run is a number, a version, a file or a date."""
    return _NOTHING.fullmatch(name) is not None


def is_impersonal(name: str) -> bool:
    """Tell whether a folded account name is a machine's, an organisation's, a word or no name."""
    return is_system(name) or is_service(name) or is_nothing(name) or name in WORDS or is_organisation(name)


def is_no_ones(name: str) -> bool:
    """Tell whether a folded account name is impersonal, or joins words as the name of a setting does."""
    return is_impersonal(name) or is_setting(name)


def is_personal(name: str) -> bool:
    """Tell whether a folded account name is made of names: an initial and a surname, or two names."""
    letters = "".join(_LETTERS.findall(name))
    if not _SHORTEST <= len(letters) <= _LONGEST or is_system(letters) or name in WORDS:
        return False
    if is_surname(letters[1:]) and len(letters) > _SHORTEST:
        return True
    if is_surname(letters[2:]) and len(letters) > _SHORTEST + 1:
        return True
    parts = _LETTERS.findall(name)
    if len(parts) > 1:
        return any(
            len(part) > 1 and (is_name(part) or (len(part) > _SHORTEST and is_surname(part[1:])))
            for part in parts
        )
    if is_surname(letters[:-1]) and len(letters) > _SHORTEST + 1:
        return True
    return any(
        is_given(letters[:at]) and is_surname(letters[at:]) for at in range(_SHORTEST - 1, len(letters) - 3)
    )


#: What goes on a name on either side, and a sign that tells one from a word.
_BEFORE = re.compile(r"(?<![\w.@/\\-])@?[\w.-]{1,20}(?<=[\w_.-])\Z")
_AFTER = re.compile(r"(?:[._-]?[a-z0-9_]){1,20}(?![\w@])")
_SIGN = re.compile(r"[_\d]")


def whole_name(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a whole name, from one cut at a sign, with its domain or a word."""
    start = max(start, folded.rfind("\\", start, end) + 1)
    first, blank, _ = folded[start:end].partition(" ")
    if blank and _SIGN.search(first):
        return start, start + len(first)
    before, after = _BEFORE.search(folded, 0, start), _AFTER.match(folded, end)
    return (before.start() if before else start), (after.end() if after else end)
