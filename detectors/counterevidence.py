"""What tells that a name names a street, a school, a firm, a law or a saint, and not a person.

All tests look only at the neighbourhood of one candidate, so that a rule pays for what it finds, not for
the length of the text.
"""

import re

from detectors.enumerations import is_of_a_kind, listed_with_things
from detectors.gazetteer import (
    BODIES,
    BRANDS,
    GIVEN,
    GIVEN_ALONE,
    NAMESAKES,
    PLACES,
    SITES,
    SURNAMES,
    is_given,
    is_name,
    load,
)
from detectors.normalise import fold

_REACH = 90
_MOST_WORDS = 6

#: Heads that are everyday nouns too count with a capital only ("à la maison Julie a dit").
_EVERYDAY = load("everyday_heads")
_BETWEEN = load("between_heads")
_PAIRED = frozenset({"fondation", "foundation", "prix", "bourse", "fonds", "pavillon", "maison", "fiducie"})
_LINKS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "of", "the"})
_OF = frozenset({"de", "du", "des", "of"})
_TITLES = frozenset(
    {"m", "mm", "mme", "mmes", "mlle", "me", "mr", "mrs", "ms", "dr", "dre", "monsieur", "madame"}
)
_AND = frozenset({"et", "and", "&"})

_STOP = re.compile(r"[\n\t|;:,()!?<>\"=\[\]{}*•…]|\.(?= )|- | -")
_NEAREST = re.compile(r"(?<![^\s])([^\W\d_]+) \Z")
#: How the text ends before a name that an eponym's head, or a saint, may lead to.
_LINKED, _SAINTED = ("de ", "d'", "of ", "du "), ("t ", "te ", "t. ", "te. ")
_LONGEST_WORD = 24
_TAILED = frozenset((" ", ","))
_WORD = re.compile(r"[^\s«»']+'?")
_TAIL = re.compile(
    r" (?:[A-Z][\w'-]* ){0,2}(?:Street|St|Road|Rd|Avenue|Ave|Drive|Dr|Lane|Crescent|Cres|Court|Place|Square"
    r"|Terrace|Highway|Hwy|Boulevard|Blvd|Park|Bridge|Airport|School|Elementary|Academy|College|University"
    r"|Hospital|Clinic|Pavilion|Library|Museum|Theatre|Theater|Hall|Centre|Center|Arena|Stadium|Church|Cemetery"
    r"|Foundation|Institute|Award|Prize|Scholarship|Cup|Trophy|Medal|Act|Inquiry|Commission|Lake|River|Mountain"
    r"|Island|Bay|County|Building|Tower|Trust|Bank|Pharmacy|Group|Law|Syndrome|Disease|Inn|Farms?)\b(?!['\w-])"
    r"|(?i:,? (?:inc|lt[ée]e|ltd|limit[ée]e|enr|enrg|s\.?e\.?n\.?c|s\.?e\.?n\.?c\.?r\.?l|llp|llc|corp)\b)"
    r"|(?i: (?:et|&|and) (?:assoc|fils\b|fr[èe]res\b|cie\b|sons\b|partners\b|brothers\b|filles\b))"
    r"|(?i: (?:avocats|notaires|architectes|immobilier|assurances|transport|construction|excavation"
    r"|toitures?|[ée]lectrique|plomberie|m[ée]dia)\b)",
)
_AFTER_SAINT = re.compile(r"(?<![\w-])(?:[Ss]t|[Ss]te|[Ss]aint|[Ss]ainte)\.? \Z")
#: Given names that are hardly anything else, though people bear them as surnames.
_GIVEN_ALONE = GIVEN_ALONE - {"nguyen", "tran", "pham", "huynh"}
_LAST = load("last_words")
#: "maladie de Dupuytren", but "la maladie de Gérard" is his own.
_EPONYM = re.compile(r"([^\W\d_]+) (?:de |d'|of |du )\Z")
_EPONYMS = load("eponym_heads")
_SAINT = re.compile(r"(?:saint|sainte|st|ste|san|santa|notre)[- .]\.? ?")


def names_a_thing(text: str, start: int, end: int, *, sure: bool = False) -> bool:
    """Tell whether the name at a span of a normalised text is (part of) the name of a thing.

    ``sure``: something else says that it is a person (a title, a field); only the words that stand right
    around the span count then, and neither a town, a brand nor a saint's name is held against it.
    """
    folded = fold(text[start:end])
    if _inside_compound(text, start, end) or folded in NAMESAKES or _is_thing(folded) or _is_joined(folded):
        return True
    if not sure and (
        folded in PLACES
        or folded in BRANDS
        or _is_saint(text, start, folded)
        or _is_eponym(text, start, folded)
        or is_of_a_kind(text, start)
        or listed_with_things(text, start)
    ):
        return True
    tail = text[end : end + 1] in _TAILED and _TAIL.match(text, end) is not None
    return tail or follows_head(text, start) or _qualifies(text, start, end)


def _is_thing(folded: str) -> bool:
    """Tell whether a run begins or ends with the noun of a thing ("Patinoire X", "X Foundation")."""
    words = folded.split(" ")
    head = (words[0] in BODIES or words[0] in SITES) and not is_name(words[0])
    return head or (len(words) > 1 and words[-1] in _LAST)


def _is_joined(folded: str) -> bool:
    """Tell whether a hyphen joins a given name and a surname, which names what is named after a person.

    "Lionel-Groulx" is a station or a college; people join given names, or surnames.
    """
    *first, last = folded.split("-")
    return (
        bool(first)
        and (first[0] not in SURNAMES or first[0] in _GIVEN_ALONE)
        and all(part in GIVEN for part in first)
        and last in SURNAMES
        and last not in GIVEN
    )


def _is_saint(text: str, start: int, folded: str) -> bool:
    if _SAINT.match(folded):
        return True
    return text.endswith(_SAINTED, 0, start) and bool(_AFTER_SAINT.search(text, max(0, start - 8), start))


def _is_eponym(text: str, start: int, folded: str) -> bool:
    """Tell whether a surname says after whom a disease, a sign, a law of nature or a riding is called."""
    if not text.endswith(_LINKED, 0, start):
        return False
    head = _EPONYM.search(text, max(0, start - _LONGEST_WORD), start)
    return head is not None and fold(head[1]) in _EPONYMS and not is_given(folded.split(" ", maxsplit=1)[0])


def _qualifies(text: str, start: int, end: int) -> bool:
    """Tell whether an English full name qualifies a noun ("the Terry Fox run")."""
    after = text[end : end + 2]
    article = text[max(0, start - 4) : start].lower() == "the "
    return article and " " in text[start:end] and after[:1] == " " and after[1:].islower()


def _inside_compound(text: str, start: int, end: int) -> bool:
    """Tell whether a hyphen ties the span to another word ("Louis-Joseph-[[Papineau]]")."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) > 1 and before[1] == "-" and before[0].isalnum()) or (
        len(after) > 1 and after[0] == "-" and after[1].isalnum()
    )


def follows_head(text: str, start: int) -> bool:
    """Tell whether the words that lead to an offset are a head noun and the beginning of its name."""
    apart = text.endswith(" ", 0, start)
    near = _NEAREST.search(text, max(0, start - _LONGEST_WORD), start) if apart else None
    if near is not None and near[1].islower() and not _may_lead(fold(near[1])):
        return False
    window = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _STOP.finditer(window):
        if not (stop[0].startswith(".") and _abbreviates(window, stop.start())):
            cut = stop.end()
    words = _WORD.findall(window, cut)[-_MOST_WORDS:]
    for index, word in enumerate(reversed(words)):
        folded = fold(word).strip(".'")
        singular = folded.removesuffix("s")
        head = folded if folded in BODIES or folded in SITES else singular
        if head in SITES or head in BODIES:
            if head in _EVERYDAY and not word[0].isupper():
                return False
            inner = [fold(w).strip(".'") for w in words[len(words) - index :]]
            return _leads(head, inner)
        if folded in _TITLES or not (word[0].isupper() or folded in _LINKS | _AND | _BETWEEN):
            return False
    return False


def _may_lead(word: str) -> bool:
    """Tell whether a small word may stand between a head and a name, or be a head."""
    return (
        word in _LINKS
        or word in _AND
        or word in _BETWEEN
        or word in SITES
        or word in BODIES
        or word.removesuffix("s") in SITES
        or word.removesuffix("s") in BODIES
    )


def _abbreviates(window: str, dot: int) -> bool:
    word = fold(window[:dot].rsplit(" ", 1)[-1])
    return word in SITES or word in {"st", "ste"}


def _leads(head: str, inner: list[str]) -> bool:
    """Tell whether the words between a head and a name let the head reach the name."""
    if any(word in _AND for word in inner) and head not in _PAIRED:
        return False
    return head in SITES or not inner or inner[-1] not in _OF
