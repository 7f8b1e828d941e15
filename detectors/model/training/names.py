"""A pool of people's names as they are met in Québec, for swapping and inventing.

Québec names come with their counts, the others from Faker's lists in Latin script; only training uses them.
"""

import importlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detectors.model.training.chance import happens
from detectors.model.training.documents import LISTS

Chances = NDArray[np.float64]

#: Origins, how often each is drawn, and the Faker locales that supply its names.
_ORIGINS: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    ("english", 0.13, ("en_GB", "en_US", "en_IE", "en_NZ", "en")),
    ("french", 0.06, ("fr_FR", "fr_BE", "fr_CH")),
    ("maghreb", 0.07, ("fr_DZ",)),
    ("spanish", 0.06, ("es_MX", "es_CO", "es_CL", "es_AR", "es_ES")),
    ("portuguese", 0.03, ("pt_PT", "pt_BR")),
    ("italian", 0.03, ("it_IT",)),
    ("vietnamese", 0.02, ("vi_VN",)),
    ("african", 0.05, ("ig_NG", "yo_NG", "ha_NG", "tw_GH", "en_NG", "en_KE", "zu_ZA", "sw")),
    ("asian", 0.05, ("en_IN", "en_PK", "id_ID", "en_TH")),
    (
        "european",
        0.06,
        ("pl_PL", "ro_RO", "tr_TR", "hu_HU", "cs_CZ", "de_DE", "nl_NL", "sv_SE", "hr_HR", "lt_LT"),
    ),
)
#: Written here because no list of them could be had: "given ...; surnames ...".
_WRITTEN = LISTS / "names.txt"


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one origin, with their cumulated chances."""

    given: tuple[str, ...]
    given_chance: Chances
    surnames: tuple[str, ...]
    surname_chance: Chances


class NamePool:
    """Draws names; everything follows from the generator it is given."""

    def __init__(self, corpora: Path, lexicon: Path) -> None:
        origins = [_quebec(corpora, lexicon), *_written(), *(_faker(locales) for _, _, locales in _ORIGINS)]
        written = len(origins) - 1 - len(_ORIGINS)
        shares = [0.32, *([0.20 / max(written, 1)] * written), *(share for _, share, _ in _ORIGINS)]
        self.origins = tuple(origins)
        #: How many origins, at the end, are Faker's.
        self.invented = len(_ORIGINS)
        self._shares = _cumulated(np.array(shares))

    def person(self, rng: np.random.Generator) -> tuple[str, str]:
        """Draw a given name and a surname, usually of one origin."""
        origin = self._origin(rng)
        given = self.given(rng, origin)
        return given, self.surname(rng, origin if happens(rng, 0.85) else None)

    def given(self, rng: np.random.Generator, origin: Origin | None = None) -> str:
        """Draw a given name."""
        origin = origin or self._origin(rng)
        return origin.given[np.searchsorted(origin.given_chance, rng.random())]

    def surname(self, rng: np.random.Generator, origin: Origin | None = None) -> str:
        """Draw a surname, now and then a double one."""
        origin = origin or self._origin(rng)
        name = origin.surnames[np.searchsorted(origin.surname_chance, rng.random())]
        if happens(rng, 0.06) and " " not in name and "-" not in name:
            name += "-" + self.surname(rng)
        return name

    def _origin(self, rng: np.random.Generator) -> Origin:
        return self.origins[np.searchsorted(self._shares, rng.random())]


def _made(given: dict[str, float], surnames: dict[str, float]) -> Origin:
    """Make an origin from counts, flattened so that rare names are seen as well."""
    return Origin(
        tuple(given),
        _cumulated(np.array(list(given.values())) ** 0.5),
        tuple(surnames),
        _cumulated(np.array(list(surnames.values())) ** 0.5),
    )


def _cumulated(weights: Chances) -> Chances:
    """Return cumulated chances, ending at 1 exactly."""
    total = np.cumsum(weights, dtype=np.float64)
    shares: Chances = total / total[-1]
    return shares


def _quebec(corpora: Path, lexicon: Path) -> Origin:
    lists = json.loads((corpora / "gazetteers" / "qc-names.json").read_text("utf-8"))
    given = {name: float(count) for name, _, count in lists["first"]}
    surnames = {name: float(weight) for name, weight in lists["last"]}
    few_given, few_surnames = min(given.values()), min(surnames.values())
    for name in (lexicon / "given_names.txt").read_text("utf-8").split("\n"):
        if name:
            given.setdefault(name, few_given)
    for name in (lexicon / "surnames.txt").read_text("utf-8").split("\n"):
        if name:
            surnames.setdefault(name, few_surnames)
    return _made(given, surnames)


def _written() -> list[Origin]:
    origins = []
    for block in _WRITTEN.read_text("utf-8").strip().split("\n\n"):
        lines = dict(line.split(":", 1) for line in block.split("\n") if not line.startswith("#"))
        given, surnames = ([n.strip() for n in lines[k].split(",")] for k in ("given", "surnames"))
        origins.append(_made(dict.fromkeys(given, 1.0), dict.fromkeys(surnames, 1.0)))
    return origins


def _faker(locales: tuple[str, ...]) -> Origin:
    given: dict[str, float] = {}
    surnames: dict[str, float] = {}
    for locale in locales:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for wanted, into in (("first_names", given), ("last_names", surnames)):
            for attribute in sorted(dir(provider)):
                if attribute.startswith(wanted) and isinstance(
                    getattr(provider, attribute), (tuple, list, dict)
                ):
                    for name in getattr(provider, attribute):
                        if name.isascii() or name[0] < "\u0250":
                            into.setdefault(name, 1.0)
    return _made(given, surnames)
