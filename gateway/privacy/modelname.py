"""Names that a caller chooses and a provider must read as they are: of models, tools and schemas."""

import re
from itertools import pairwise

from detectors.gazetteer import is_given, is_surname
from gateway.privacy.identity import fold

#: The days and months that providers put into names: 20250929, 2024-08-06, 08-2024.
_DATE = re.compile(r"(?<!\d)(?:20\d\d-?(?:0\d|1[0-2])-?(?:[0-2]\d|3[01])|(?:0\d|1[0-2])-20\d\d)(?!\d)")
#: As many digits as the shortest number of somebody's.
_NUMBER = re.compile(r"\d(?:[-_. ]?\d){6}")
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")


def tells_somebody(model: str) -> bool:
    """Return whether a model's name holds an address, a person's name, or a long number.

    The detectors of texts are of no use here: they read Claude and Lucie as people.
    """
    return "@" in model or bool(_NUMBER.search(_DATE.sub("/", model))) or names_somebody(model)


def names_somebody(name: str) -> bool:
    """Return whether an identifier has a given name beside a surname, such as ``dossier_marie_gagnon``."""
    words = [fold(word) for word in _WORD.findall(name)]
    return any(
        (is_given(one) and is_surname(other)) or (is_surname(one) and is_given(other))
        for one, other in pairwise(words)
    )
