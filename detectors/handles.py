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
    r"|.*[._-](?:svc|srv|bot|app|prod|dev|test|ro|rw|readonly|db|backup|service)"
)


def is_service(name: str) -> bool:
    """Tell whether a folded account name is made as those of programs ("svc_backup")."""
    return _SERVICE.fullmatch(name) is not None


def is_system(name: str) -> bool:
    """Tell whether a folded account name is that of a machine, or a placeholder."""
    return name in _SYSTEM


def is_organisation(name: str) -> bool:
    """Tell whether a folded handle sounds like an organisation's."""
    return _ORGANISATION.search(name) is not None


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
        return any(len(part) > 1 and is_name(part) for part in parts)
    if is_surname(letters[:-1]) and len(letters) > _SHORTEST + 1:
        return True
    return any(
        is_given(letters[:at]) and is_surname(letters[at:]) for at in range(_SHORTEST - 1, len(letters) - 3)
    )
