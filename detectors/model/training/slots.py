"""Fills the slots of the invented texts: people, addresses, bodies, places, phrases."""

import json
from pathlib import Path

import numpy as np

from detectors.model.gazetteer import fold
from detectors.model.training.chance import happens, pick
from detectors.model.training.figures import FIGURES, Draw
from detectors.model.training.identifiers import IDENTIFIERS
from detectors.model.training.names import NamePool

_ENGLISH_STREETS = ("Street", "Avenue", "Road", "Ave", "St.", "Blvd")
_UNITS = ("", ", app. {}", " app {}", ", bureau {}", ", apt {}", " #{}", ", unité {}", ", c. p. {}")
_UNIT_CHANCES = (0.5, *(0.5 / 7,) * 7)
#: How a street is named after a person, and how often.
_STREET_NAMES = ("{s}", "{g}-{s}", "Saint-{g}", "du {s}", "des {s}")
_STREET_CHANCES = (0.4, 0.25, 0.2, 0.05, 0.1)
_NAMESAKES = ("{g}-{s}", "{s}", "{g} {s}", "{g}-{s}")
_HOSTS = ("courriel.example", "mailbox.example", "exemple.example", "cisss.example")
#: A name that stands in the name of a thing: it is written, not marked.
NOBODY = "0"


class Filler:
    """Text for each slot; people, addresses, bodies and places come marked."""

    def __init__(self, pool: NamePool, corpora: Path, lexicon: Path, words: Path) -> None:
        self._pool = pool
        self._people: dict[str, tuple[str, str]] = {}
        self._words: dict[str, list[str]] = {}
        current: list[str] = []
        for line in words.read_text("utf-8").splitlines():
            if line.startswith("# "):
                current = self._words.setdefault(line[2:], [])
            elif line:
                current.append(line)
        streets = json.loads((corpora / "gazetteers" / "qc-streets.json").read_text("utf-8"))
        self._streets = sorted({name for names in streets.values() for name in names})
        self._streets += _lines(lexicon / "streets.txt") * 8
        self._towns = _lines(lexicon / "municipalities.txt")
        self._namesakes = _lines(lexicon / "named_after_people.txt")
        self._slots: dict[str, Draw] = {
            "a": lambda rng: f"[[ADDRESS|{self._address(rng, english=False)}]]",
            "ea": lambda rng: f"[[ADDRESS|{self._address(rng, english=True)}]]",
            "la": lambda rng: f"[[ADDRESS|{self._address(rng, english=False).lower()}]]",
            "A": lambda rng: f"[[ADDRESS|{self._address(rng, english=False).upper()}]]",
            "street": lambda rng: f"[[LOC|{self._street(rng)}]]",
            "loc": lambda rng: f"[[LOC|{pick(rng, self._towns)}]]",
            "LOC": lambda rng: f"[[LOC|{pick(rng, self._towns).upper()}]]",
            "lloc": lambda rng: f"[[LOC|{pick(rng, self._towns).lower()}]]",
            "org": lambda rng: pick(rng, self._words["organization"]),
            "ns": self._namesake,
            "namesake": self._namesake,
            "phrase": lambda rng: self._phrase(rng, "phrase"),
            "ephrase": lambda rng: self._phrase(rng, "ephrase"),
            "PHRASE": lambda rng: pick(rng, self._words["phrase"]).upper(),
            "MAKER": lambda rng: pick(rng, self._words["maker"]).upper(),
            **FIGURES,
            **IDENTIFIERS,
        }

    def borrow(self, phrases: list[str], *, english: bool) -> None:
        """Add phrases to the lists."""
        self._words["ephrase" if english else "phrase"] += phrases

    def forget(self) -> None:
        """Start a new text: its people are others."""
        self._people.clear()

    def fill(self, slot: str, who: str, rng: np.random.Generator) -> str:
        """Return the text of a slot; ``who`` names a person of this text, or nobody in particular."""
        if slot in self._slots:
            return self._slots[slot](rng)
        if slot.lower() in self._words:
            text = pick(rng, self._words[slot.lower()])
            return text if slot in self._words else text[0].upper() + text[1:]
        given, surname = self._person(who, rng)
        match slot:
            case "email":
                return f"{_plain(given)}.{_plain(surname)}@{pick(rng, _HOSTS)}"
            case "x":
                return f"{_plain(given)[:1]}{_plain(surname)}@exemple.example"
            case "handle":
                return f"[[USERNAME|{_plain(given)}{'_' * int(rng.integers(2))}{int(rng.integers(99))}]]"
            case _:
                name = _written(slot, given, surname, rng)
                return name if who == NOBODY else f"[[PERSON|{name}]]"

    def _phrase(self, rng: np.random.Generator, kind: str) -> str:
        """Return a clause, half of the time with a capital."""
        text = pick(rng, self._words[kind])
        return text[0].upper() + text[1:] if happens(rng, 0.5) else text

    def _person(self, who: str, rng: np.random.Generator) -> tuple[str, str]:
        if who in self._people:
            return self._people[who]
        person = self._pool.person(rng)
        if who not in ("", NOBODY):
            self._people[who] = person
        return person

    def _street(self, rng: np.random.Generator) -> str:
        if happens(rng, 0.5):
            name: str = pick(rng, self._streets)
            return name[0].lower() + name[1:] if happens(rng, 0.7) else name
        given, surname = self._pool.person(rng)
        named = _STREET_NAMES[rng.choice(len(_STREET_NAMES), p=_STREET_CHANCES)].format(g=given, s=surname)
        return f"{pick(rng, self._words['generic'])} {named}"

    def _address(self, rng: np.random.Generator, *, english: bool) -> str:
        number = str(int(rng.integers(1, 400) if happens(rng, 0.4) else rng.integers(400, 15000)))
        if happens(rng, 0.08):
            number += pick(rng, "ABC")
        street = f"{self._pool.surname(rng)} {pick(rng, _ENGLISH_STREETS)}" if english else self._street(rng)
        comma = ", " if not english and happens(rng, 0.7) else " "
        unit = _UNITS[rng.choice(len(_UNITS), p=_UNIT_CHANCES)]
        return f"{number}{comma}{street}{unit.format(rng.integers(1, 400))}"

    def _namesake(self, rng: np.random.Generator) -> str:
        if happens(rng, 0.4):
            return f"[[ORG|{pick(rng, self._namesakes)}]]"
        given, surname = self._pool.person(rng)
        named = pick(rng, _NAMESAKES).format(g=given, s=surname)
        return f"[[ORG|{pick(rng, self._words['namedplace'])} {named}]]"


def _written(slot: str, given: str, surname: str, rng: np.random.Generator) -> str:
    """Return a person's name as the slot asks for it; `KeyError` for a slot that nobody fills."""
    forms = {
        "p": f"{given} {surname}",
        "g": given,
        "s": surname,
        "i": f"{given[0]}. {surname}",
        "G": given.upper(),
        "S": surname.upper(),
        "P": f"{given} {surname}".upper() if happens(rng, 0.7) else f"{given} {surname.upper()}",
        "lg": given.lower() if happens(rng, 0.8) else given,
        "ls": surname.lower(),
        "lp": f"{given} {surname}".lower(),
    }
    return forms[slot]


def _plain(name: str) -> str:
    return fold(name).replace(" ", "")


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line]
