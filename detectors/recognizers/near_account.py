"""Words made as account names, beside words that speak of accounts, of access or of moderation."""

import re
from collections.abc import Iterator
from itertools import permutations

from detectors.accountwords import ACCOUNT, DOES, DONE, GATE, PLACE
from detectors.gazetteer import BRANDS, is_given, is_name, is_surname
from detectors.handles import is_no_ones, is_personal
from detectors.labels import Label
from detectors.normalise import fold
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.vocabulary import is_word

_NAME = r"(?P<value>@?[a-z0-9_][\w.-]{2,30}(?<=[a-z0-9_]))(?![\w@(/\\=\[{]|\.\w|-\w)"
_GAP = (
    r"(?:[ \t]?[:=>→-]{1,3}[ \t]?|,? ?[ («\"'`]{1,3})"
    r"(?:l'|le |la |du |de |the |est |is |c'est |to |a )?(?:bien |le |toujours |still )?[\"'«`(]?\s?"
)
_THING = re.compile(
    r"(?:ports?|images?|bd|relations?|datasets?|instances?|ecran \w+|invitee?"
    r"|serveurs?|servers?|machines?|hotes?|hosts?|postes?|bases?|tables?|colonnes?|champs?|variables?|branches?|branch"
    r"|fichiers?|files?|paquets?|packages?|modules?|fonctions?|function|salons?|canal|canaux|channels?|projets?|projects?"
    r"|depots?|repo(?:sitory)?|imprimantes?|ssid|domaine|tags?|version|index|vue|view|schema|script|job|queue|image"
    r"|service|role|groupe?s?|listes?|mots?|cles?|keys?|une?|des|les|an?)\W{0,3}\Z"
)
#: Kinds of account that are named by a code, or by letters of a person's names.
_CODED = re.compile(
    r"(?:codes? \w+|log-?[io]n|user ?name|user|usager|utilisat\w+|identifiant|session|pseudo\w*|handle"
    r"|\bas|comme|comptes? (?:ad|reseau|windows|citrix|vpn|ms|microsoft|office|teams|outlook|moodle|local))"
    r"[\w' ]{0,40}\W{1,6}(?:le |est |is |c'est )?(?:bien |toujours |still )?\W{0,2}\Z"
)
_AND = r"(?:et|and|ou|or|puis|then|pas|not|non)"
#: What a text says, more than once, that tells of people's accounts, and how far around a name.
_SPEAKS = re.compile(
    r"pseudo|\bforum|\bmod(?:er|os?\b)|\bbanni|\bbanned|usager|username|user name|se logue|identifiant"
    r"|\bcomptes?\b|\baccounts?\b|\bhandles?\b|discord|gamertag|mots? de passe|\bmdp\b"
    r"|password|avatar|insta|snap|\blog-?ins?\b|utilisateur|publie|commentaire|moderation|\bmuet\b|connecte"
)
_VERSION = re.compile(r"_v\d+\Z")
_AROUND, _OFTEN = 700, 2
#: What a colon leads to behind these is what opens the account.
_OPENS = re.compile(r"(?:passw\w*|mdp|mots? de passe|code|cle|key)\b[^\n:]{0,40}: ?\W?\Z")
_NEXT = re.compile(rf"(?:\s?[,;/&+]\s?(?:{_AND} )?|\s{_AND} )(?:aussi |de )?{_NAME}")
#: Who an account between brackets belongs to.
_OWNER = r"(?P<first>[a-z]{2,20}(?:-[a-z]{2,20})?)"
_OWNED = re.compile(rf"{_OWNER} \(\Z")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CODE = re.compile(r"[a-z]{1,6}-?\d{1,8}")
_PARTS = re.compile(r"[a-z]+")
_MISREAD = re.compile(r"[a-z-]+[01][a-z-]+")
_INSIDE = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*\d*")
_SHORTEST, _LONG = 4, 5


#: Words that may stand between, and how the next one follows.
_STEPS = {"account": 4, "done to": 2}
_STEP = re.compile(rf"(?: [a-z']{{1,3}}){{0,2}}(?: ?: ?| [«\"'`(]{{0,2}}){_NAME}")
_SURE = frozenset(("account", "listed", "does", "as"))


class NearAccount(PatternRecognizer):
    """A name made as an account's, a few words after or right before what tells of accounts.

    It has an underscore, a point, letters with digits, a capital inside, or it is made of a person's names;
    a word of French or English is none, nor are words joined that name a setting.
    """

    LABEL = Label.USERNAME
    GATE = GATE
    PATTERNS = (
        Pattern("account", rf"(?<![\w@.-]){ACCOUNT}(?: [a-z']{{1,3}}){{0,2}}?{_GAP}{_NAME}", 0.95),
        Pattern(
            "listed", rf"(?<![\w@.-])(?:{ACCOUNT}|{PLACE})(?: [\w'.-]{{1,16}}){{0,6}}? ?: ?{_NAME}", 0.95
        ),
        Pattern(
            "as", rf"(?<![\w-])(?:as|comme|je suis|i am|i'm|moi c'est|c'est moi|chus) [«\"'`]?\s?{_NAME}", 0.9
        ),
        Pattern("done to", rf"(?<![\w@.-]){DONE}{_GAP}{_NAME}", 0.93),
        Pattern("does", rf"(?<![\w@.\\/#$%{{<-]){_NAME}[\"'»]?,? {DOES}(?!\w)", 0.93),
        Pattern(
            "joined names",
            r"(?<![\w@.\\/-])(?P<value>[a-z]{3,}(?:\.[a-z]{3,}){1,3})(?![\w@(/\\=-]|\.\w)",
            0.8,
        ),
        Pattern(
            "in a text of accounts",
            r"(?<![\w@.\\/#$%{<=&'-])(?P<value>(?=\w{0,30}(?:_|[a-z]{2}\d\d))[a-z0-9_]\w{3,30})"
            r"(?![\w@(\\=\[{'/`]|[.:-]\w|\"? {0,20}[=:]| ?\{)",
            0.65,
        ),
        Pattern("of a person", rf"(?<![\w'-]){_OWNER} \({_NAME}\)", 0.7),
    )
    FINDS = (
        "Compte AD [[tremlau]] déverrouillé à 9 h",
        "Retirer les accès de [[mpfiset]] (départ)",
        "- bannir [[LeGrosTroll_819]] 7 jours\n- avertir [[mamie.tricot]]",
        "[[xx_darkpoutine_xx]] a insulté [[ninou88]] hier",
        "Le membre [[ClaudetteB]] a édité son message",
        "reviewers: [[mhamel]], [[tpoirier]] et [[akhan2]]",
        "prenez celui de Guylaine ([[gtherrie]]), elle",
        "M. Benali utilise [[a.benali75]], mot",
        "Teams : elle s'appelle [[jade.bui.fl]]\n",
        "Chus « [[rejean.lachance.amiante]] ». Le",
        "Quatre comptes ont été compromis : [[jpnault]], [[sfarhat2]], [[b.oconnor]] et [[stag_hiver3]].",
        "somebody ran a DELETE as [[lpoissant]]. Is",
        "la session Windows [[YOBISAILLON]] est ouverte",
        "avec le pseudo [[MononcleStationnement]] a dit",
        "Entered by [[philippa.volcoord]]. Binder",
        "clicSÉQUR : [[hung.npv]], il",
        "ton compte c'est [[wsaintf_l]], pas [[wsaintf_e]] comme",
    )
    SPARES = (
        "le compte est désactivé",
        "ajouter max_tokens au fichier",
        "activer windows11 et office365",
        "le compte svc_backup",
        "le membre YouTube a publié",
        "bloquer le port tcp_8080",
        "l'utilisateur user_id est vide",
        "ajoute la table dossier_2024",
        "Pauline (directrice) et Luc (absent)",
        "contacter la ville.example",
        "version 2.1 a quitté le serveur",
        "utilise python3 sur srv01",
        "suivre les dossiers t4 et rl1",
        "y ajoute un carding",
        "Wi-Fi invité : Relais_5G",
        "le compte, comme convenu, est fermé",
        "as soon as possible, comme dab",
        "le site jean.tremblay.example",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the accounts, and those that are listed behind one."""
        for hit in super().find(reading):
            yield hit
            at = hit.end
            while (match := _NEXT.match(reading.folded, at)) and _is_made(
                reading, *match.span("value"), coded=reading.text[hit.start : hit.end].isalpha()
            ):
                at = match.end("value")
                yield Hit(*match.span("value"), hit.score, hit.why)

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask that the name be made as an account's, and that no word before it name a thing instead."""
        start, end = _passed(reading, start, end, _STEPS.get(pattern.name, 0))
        folded, before = reading.folded[start:end], reading.folded[max(0, start - 60) : start]
        if pattern.name == "of a person":
            owner = _OWNED.search(before)
            made = owner is not None and _is_owners(reading, start - len(owner[0]), owner["first"], folded)
        elif pattern.name == "joined names":
            imported = before.endswith(("from ", "import "))
            made = reading.text[start:end].islower() and not imported and _joins_names(folded)
        elif pattern.name == "in a text of accounts":
            made = _is_handle(reading, start, end)
        else:
            coded = _CODED.search(before) is not None
            sure = pattern.name in _SURE
            made = not (_THING.search(before) or _OPENS.search(before)) and _is_made(
                reading, start, end, coded=coded, sure=sure
            )
        return super().judge(reading, pattern, start, end) if made else None


def _passed(reading: Reading, start: int, end: int, steps: int) -> tuple[int, int]:
    """Return the span of the name behind a few words of the sentence, or of the last of these."""
    while steps and is_word(reading.folded[start:end]) and (match := _STEP.match(reading.folded, end)):
        start, end = match.span("value")
        steps -= 1
    return start, end


def _is_made(reading: Reading, start: int, end: int, *, coded: bool = False, sure: bool = False) -> bool:
    """Tell whether a name is made as an account's.

    Where ``coded`` it may be a code or a surname cut short; where ``sure``, any words that a sign joins.
    """
    written = reading.text[start:end].lstrip("@")
    folded = reading.folded[end - len(written) : end]
    parts = [part for part in _PARTS.findall(folded) if len(part) > 1]
    if not parts or len(folded) < _SHORTEST or is_no_ones(folded) or folded.startswith("sess_"):
        return False
    strange = not all(map(is_word, parts))
    digits = any(map(str.isdigit, folded))
    if "_" in folded:
        made = sure or strange or digits or folded.strip("_") != folded
    elif digits and not (_MISREAD.fullmatch(folded) and not written.islower()):
        code = _CODE.fullmatch(folded) is not None and not coded and len(parts[0]) < _LONG
        long = sure and len(folded) - len(parts[0]) > 2 and parts[0] == folded[: len(parts[0])]  # noqa: PLR2004
        made = ((strange and not code) or (long and len(parts[0]) >= _SHORTEST)) and (
            "-" not in folded and (coded or not written.isupper())
        )
    elif _INSIDE.fullmatch(written):
        words = fold(_CAPITAL.sub(" ", written)).split()
        made = not is_name(folded) and folded not in BRANDS and (coded or not all(map(is_word, words)))
    elif not written.islower():
        made = coded and written.isupper() and strange and len(folded) > _LONG and not is_name(folded)
    elif "." in folded:
        made = strange or any(map(is_name, parts))
    else:
        made = strange and _is_cut(folded, coded=coded)
    return made


def _is_handle(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a name with a mark or digits is a person's: the text around speaks of accounts."""
    written, before = reading.text[start:end], reading.folded[max(0, start - 30) : start]
    if not written.isascii() or written.isupper() or _VERSION.search(written) or _THING.search(before):
        return False
    around = reading.folded[max(0, start - _AROUND) : end + _AROUND]
    return len(_SPEAKS.findall(around)) >= _OFTEN and _is_made(reading, start, end, sure=True)


def _is_cut(folded: str, *, coded: bool) -> bool:
    """Tell whether a run of letters that is no word is made of names, and is none."""
    return not is_name(folded) and (is_personal(folded) or (coded and folded.isalpha()))


def _joins_names(folded: str) -> bool:
    """Tell whether points join a given name and a surname, and no end of an address or a file."""
    parts = folded.split(".")
    named = any(
        is_given(one) and (is_surname(two) or not is_word(two)) for one, two in permutations(parts, 2)
    )
    return named and not is_no_ones(folded)


def _is_owners(reading: Reading, start: int, first: str, account: str) -> bool:
    """Tell whether an account begins as the given name before it and is no word."""
    return (
        reading.text[start].isupper()
        and is_given(first)
        and account.isalnum()
        and account[0] == first[0]
        and account != first
        and len(account) > _SHORTEST
        and not is_word(account)
        and not is_no_ones(account)
    )
