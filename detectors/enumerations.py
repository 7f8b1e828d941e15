"""What the words that lead to a name say of it where no head stands right before: a list, a kind of goods.

"Les rues Sylvie, Luc et Steve", "Commissions : Parent, Ménard, Rochon": the head of a list heads all that
is in it. "Le fauteuil Rosalie", "Fromages : Oka, Victor": what is sold, drawn or petted is no person.
"""

import re

from detectors.gazetteer import BODIES, SITES, load
from detectors.nameshape import CAPITAL, LETTER
from detectors.normalise import fold

_KINDS = load("kinds")
#: What people are told off to, so that a colon may lead to them: "Équipes : Luc, Marie", "Camion : Marc".
_PEOPLED = load("everyday_heads") | {
    "voiture", "camion", "camionnette", "vehicule", "bateau", "canot", "kayak", "van", "velo", "moto",
    "motoneige", "tracteur", "voilier", "fauteuil", "chaise", "canape", "microscope", "chanson", "jeu",
    "cheval",
}  # fmt: skip
_REACH = 240
_LONGEST = 24
_WORD = rf"{CAPITAL}[\w.]*(?:['-][\w.]+)*"
_NAME = rf"{_WORD}(?: (?:(?:de|du|des|la|le|d'|l')[ ']?)*{_WORD}){{0,3}}"
_ITEM = re.compile(rf"(?:le |la |les |l')?{_NAME}(?: \([^()]*\))?")
_JOINTS = (", ", " et ", " and ", " ou ", " or ", " & ", ",\n")
_JOINT = re.compile(r", (?:et |and |ou |or |puis )?|,\n *| et | and | ou | or | & ")
_STOP = re.compile(r"[;!?\t|<>=]|\n(?<!,\n)|[.»:](?=[ \n])(?<!\w :)(?<!\w:)(?<![A-Z]\.)")
#: The first of a list behind its head: "rues Sylvie", "écoles primaires Joly", "Commissions : Parent".
_HEADED = re.compile(
    rf"(?<![\w'-])(?P<head>{LETTER}+(?:-{LETTER}+)*)(?P<of> ?: | of the | of | de la | de | du | des | d'| )"
    rf"{_NAME}(?: \([^()]*\))?\Z"
)
_QUALIFIED = re.compile(rf"(?<![\w'-])(?P<head>{LETTER}+s) {LETTER}+s(?P<of> ?: | ){_NAME}\Z")
_NOUN = re.compile(rf"(?<![\w'-])({LETTER}+(?:-{LETTER}+)*)(?: ?: | [«\"] ?| )\Z")
#: How a text ends before what a noun introduces.
_APART = (" ", "«", '"')
#: Those that head a list, or a value, though they are singular: "Choose a colour: Olive, Rose".
_LABELS = frozenset(
    (
        "couleur", "colour", "color", "police", "font", "theme", "marque", "brand", "race", "variete",
        "modele", "laine", "icone", "icon", "teinte", "parfum", "saveur", "flavour", "flavor", "logiciel",
        "langage", "diagramme",
    )
)  # fmt: skip
#: Two heads whose plural is their singular.
_UNCHANGED = frozenset({"prix", "cours"})


def listed_with_things(text: str, start: int) -> bool:
    """Tell whether the name at an offset of a normalised text stands in a list that a plural head begins."""
    if not text.endswith(_JOINTS, 0, start):
        return False
    window = text[max(0, start - _REACH) : start]
    stops = [stop.end() for stop in _STOP.finditer(window)]
    *before, _ = _JOINT.split(window[stops[-1] if stops else 0 :].lstrip())
    for item in reversed(before):
        if _ITEM.fullmatch(item):
            continue
        return any(
            headed is not None and _is_plural_of_things(fold(headed["head"]), headed["of"].strip())
            for headed in (_HEADED.search(item), _QUALIFIED.search(item))
        )
    return False


def is_of_a_kind(text: str, start: int) -> bool:
    """Tell whether the word right before an offset is a noun of goods, works or animals, or their plural."""
    apart = text.endswith(_APART, 0, start)
    noun = _NOUN.search(text, max(0, start - _LONGEST), start) if apart else None
    if noun is None:
        return False
    folded = fold(noun[1])
    singular = folded[:-1] if folded[-1] in "sx" and folded[:-1] in _KINDS else folded
    if ":" in noun[0]:
        return folded in _LABELS or (singular != folded and singular not in _PEOPLED)
    return singular in _KINDS


def _is_plural_of_things(head: str, link: str) -> bool:
    """Tell whether a folded plural heads things; "les écoles de Marie et Luc" are those that they go to."""
    if head in _UNCHANGED or (link == ":" and head in _LABELS):
        return True
    singular = head[:-1]
    if head[-1] not in "sx" or (link == ":" and singular in _PEOPLED):
        return False
    return singular in SITES or (link in {"", ":"} and (singular in BODIES or singular in _KINDS))
