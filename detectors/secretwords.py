"""The words that announce a password, a key or a code, and what follows them without being one."""

import re

ASSIGNED = r"(?:\s?|[ \t]{2,16})(?:[:=]{1,3}|->|→|=>|:=)\s?"
OPEN = r"(?:[\"'`«]\s?|\*{1,2})?"
PLAIN = r"[^\s\"'`«»<>]"
WORDS = (
    r"(?:mots? de passe|mot secret|motdepasse|mot_de_passe|mdp|m\.d\.p\.|passwords?|passwd|pwd"
    r"|passphrase|phrase (?:de passe|secrete)|"
    r"pass(?:code)?|psk|cle (?:wi-?fi|wpa2?|reseau))"
)
KEY = (
    r"(?:[\w.-]{0,40}?(?:password|passwd|pwd|passphrase|secret(?:[_-]?(?:key|access[_-]?key))?"
    r"|api[_-]?key|apikey|access[_-]?key(?!_id)|"
    r"auth[_-]?token|token|private[_-]?key|client[_-]?secret|credentials?|encryption[_-]?key"
    r"|signing[_-]?key|mdp|mot_?de_?passe|pass|psswd))"
)
CODE = (
    r"(?:n\.?i\.?p\.?|pin|code (?:de |d'|du |de la )?(?:la |l')?(?:porte|acces|alarme|activation"
    r"|cadenas|securite|verification|confirmation|"
    r"deverrouillage|entree|garage|boite|validation|telephonique|guichet|carte|systeme|cle|coffre|wifi"
    r"|barriere|ascenseur|interphone|portail|casier|ecran|voute|buanderie|cabanon|immeuble"
    r"|tablette|cell(?:ulaire)?|messagerie|remise)"
    r"(?: d'entree| principale| du bas)?|(?:door|gate|alarm|access|security|verification|activation"
    r"|lock|garage|lockbox|unlock|one-time|entry|recovery|backup|2fa|mfa|sign-in|login) (?:code"
    r"|pin)|code de (?:recuperation|secours)|"
    r"passcode|combinaison|combination|otp|cvv2?|cvc)"
)
SAID = (
    r"(?: (?:temporaire|provisoire|initial|actuel|temporary|current|new|nouveau|wifi|courriel"
    r"|admin|du wifi|du compte|de session|pour|still|toujours|par defaut|verbal|wi-?fi|general"
    r"|commun|partage|unique)){0,2}"
)
LINK = (
    r"(?:\s?(?:[:=]{1,3}|->|→|,)\s?|\s(?:est|is|was|c'?est|c|etait|sera|devient|:|change(?:e|r|d)?"
    r" (?:pour|to)|remplacee? par"
    r"|replaced by|set to|mis a)\s(?:maintenant |now |encore |le |still |toujours |bien )?|,? ?\()"
)
LINK_OR_SPACE = rf"(?:{LINK}|\s|(?<=est) |(?<=is) )"
NOT = re.compile(
    r"(?:(?:votre|your|mon|my|ton|insert|inserer|replace|remplacer|enter|entrer|mettre|put"
    r"|a_?)[_ -]?(?:here|ici|cle|jeton|token|key|mot"
    r"|password|secret|api|client|access|code|changer|mdp)[\w -]*|change_?me.*|\$\(.*|ici|demain|lundi"
    r"|chaque|facture|ouvrir"
    r"|nouveau|new|confirm.*|bcrypt.*|hash.*|see|voir|"
    r"convertto-.*|oublie|perdu|expire|requis|obligatoire|incorrect|invalide|required|forgot|lost"
    r"|changed?|reset"
    r"|null|none|true|false|undefined|"
    r"vide|empty|temporaire|securise|robuste|votre|your|my|mon|ton|son|le|la|les|un|une|de|du|des|et"
    r"|ou|a|au|aux|the|for|and|or|in|to|of|is|"
    r"est|pas|not|deja|protege|sent|envoye|os\.\S*|process\.\S*|env\.\S*|settings\.\S*|config\.\S*"
    r"|get\S*\(.*|input\(.*|str|string|bytes|int|ssid|[^=]+=[^=].*|"
    r"secretstr|optional.*|\$\{?[a-z_].*|\{\{?[\w .]*\}?\}?|<.*|\[.*|%.*|\*+|x+|\.+|-+|_+|…+|n/?a|tbd"
    r"|todo|changeme|example|exemple|self\..*|args\..*|request\..*|data\..*|"
    r"aucun|inconnu|absent|valide|partage|unique|fort|faible|actif|active|enabled|disabled|field\(.*"
    r"|none,?|oui|non|yes|no|(?:~|\.{1,2})?/(?:[\w.-]+/?)*)[.,;:)]*",
)
TRAILING = ".,;:!?)]}»\"'*`"
