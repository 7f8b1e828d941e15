"""Known words: given names, surnames, common words, towns, streets and namesakes.

The lists are text files beside this one, one folded word a line (lower case, no accent); their sources and
licences are in ``NOTICE``. A word may stand in several: "rose" is a given name and a common word.
"""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> frozenset[str]:
    """Return the entries of a list, the file ``name``.txt; a line that begins with ``#`` is a comment."""
    lines = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


GIVEN = load("given")
GIVEN_ALONE = load("given_alone")
SURNAMES = load("surnames")
WORDS = load("words")
#: Towns, countries and regions; those of ``towns.txt`` are no names of people.
PLACES = load("places") | load("towns")
#: Brands, shops, medicines and works that are taken for people.
BRANDS = load("brands")
STREETS = load("streets")
NAMESAKES = load("namesakes")
NEVER = load("never")
HOMONYMS = load("homonyms")
#: Ways and places: "de" may stand between them and a name ("chemin de Chambly").
SITES = load("sites")
#: Bodies, buildings, firms, acts, awards: the name follows at once ("école Jeanne-Mance", "loi Lacombe").
BODIES = load("bodies")


def is_given(word: str) -> bool:
    """Tell whether a folded word is a given name, alone or made of several ("marie-eve", "lea-rose")."""
    return word in GIVEN or ("-" in word and all(part in GIVEN for part in word.split("-")))


def is_surname(word: str) -> bool:
    """Tell whether a folded word is a surname, alone or made of several ("morneau-khoury")."""
    return word in SURNAMES or ("-" in word and all(part in SURNAMES for part in word.split("-")))


def is_name(word: str) -> bool:
    """Tell whether a folded word is a given name or a surname, or is made of such words only."""
    if word in GIVEN or word in SURNAMES:
        return True
    return "-" in word and all(part in GIVEN or part in SURNAMES for part in word.split("-"))


def is_common(word: str) -> bool:
    """Tell whether a folded word is an everyday word of French or English, names included ("rose", "roy")."""
    return word in WORDS or word in HOMONYMS


def is_distinctive(word: str) -> bool:
    """Tell whether a folded word can be taken for a name in any case, for it is no everyday word or place."""
    return is_name(word) and word not in WORDS and word not in HOMONYMS and word not in PLACES
