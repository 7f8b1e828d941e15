"""Numbers, dates and hours for the invented texts: well formed, nobody's."""

from collections.abc import Callable

import numpy as np

from detectors.model.training.chance import happens, pick

Draw = Callable[[np.random.Generator], str]

_LETTERS = "ABCEGHJKLMNPRSTVXY"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_AREAS = ("514", "418", "450", "819", "438", "581")


def _hour(rng: np.random.Generator) -> str:
    return f"{int(rng.integers(24)):02d}{pick(rng, ':h')}{int(rng.integers(60)):02d}"


def telephone(rng: np.random.Generator) -> str:
    """Return a Québec number of the series kept for fiction."""
    return f"{pick(rng, _AREAS)}{pick(rng, ' -')}555-{int(rng.integers(100, 200)):04d}"


def _identifier(rng: np.random.Generator) -> str:
    return f"{pick(rng, _LETTERS)}{int(rng.integers(10**4, 10**7))}"


def _postal_code(rng: np.random.Generator) -> str:
    a, b, c = (_LETTERS[i] for i in rng.integers(len(_LETTERS), size=3))
    d, e, f = rng.integers(10, size=3)
    return f"{a}{d}{b} {e}{c}{f}"


def date(rng: np.random.Generator) -> str:
    """Return a date in words or in figures."""
    day, month, year = rng.integers(1, 29), rng.integers(12), rng.integers(1930, 2026)
    return f"{day} {_MONTHS[month]} {year}" if happens(rng, 0.5) else f"{year}-{month + 1:02d}-{day:02d}"


#: What draws the figure of each slot.
FIGURES: dict[str, Draw] = {
    "n": lambda rng: str(int(rng.integers(1, 300))),
    "amount": lambda rng: str(int(rng.integers(10, 9000))),
    "hour": _hour,
    "id": _identifier,
    "postal": _postal_code,
    "date": date,
}
