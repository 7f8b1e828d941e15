"""Fills the slots of the invented texts: people, addresses, bodies, dates, numbers."""

import json
from pathlib import Path

import numpy as np

from detectors.model.gazetteer import fold
from detectors.model.training.names import NamePool

_LETTERS = "ABCEGHJKLMNPRSTVXY"
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


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
        self._streets += [
            line for line in (lexicon / "streets.txt").read_text("utf-8").splitlines() if line
        ] * 8
        self._towns = [
            line for line in (lexicon / "municipalities.txt").read_text("utf-8").splitlines() if line
        ]
        self._namesakes = [
            x for x in (lexicon / "named_after_people.txt").read_text("utf-8").splitlines() if x
        ]

    def forget(self) -> None:
        """Start a new text: its people are others."""
        self._people.clear()

    def fill(self, slot: str, who: str, rng: np.random.Generator) -> str:  # noqa: C901, PLR0911, PLR0912
        """The text of a slot; an unknown one raises `KeyError`."""
        given, surname = self._person(who, rng)
        match slot:
            case "p":
                return _person(f"{given} {surname}", who)
            case "g":
                return _person(given, who)
            case "s":
                return _person(surname, who)
            case "S":
                return _person(surname.upper(), who)
            case "P":
                return _person(
                    f"{given} {surname}".upper() if rng.random() < 0.7 else f"{given} {surname.upper()}", who
                )  # noqa: PLR2004
            case "i":
                return _person(f"{given[0]}. {surname}", who)
            case "lg":
                return _person(given.lower() if rng.random() < 0.8 else given, who)  # noqa: PLR2004
            case "ls":
                return _person(surname.lower(), who)
            case "G":
                return _person(given.upper(), who)
            case "handle":
                return f"[[USERNAME|{fold(given).replace(' ', '')}{'_' * int(rng.integers(2))}{int(rng.integers(99))}]]"
            case "lp":
                return _person(f"{given} {surname}".lower(), who)
            case "a" | "ea":
                return f"[[ADDRESS|{self._address(slot, rng)}]]"
            case "street":
                return f"[[LOC|{self._street(rng)}]]"
            case "loc":
                return f"[[LOC|{self._towns[rng.integers(len(self._towns))]}]]"
            case "org":
                return self._pick("organization", rng)
            case "ns" | "namesake":
                return self._namesake(rng)
            case "la":
                return self.fill("a", "", rng).lower().replace("[[address", "[[ADDRESS")
            case "A":
                return self.fill("a", "", rng).upper()
            case "LOC" | "MAKER" | "PHRASE":
                return self.fill(slot.lower(), "", rng).upper()
            case "lloc":
                return self.fill("loc", "", rng).lower().replace("[[loc", "[[LOC")
            case "email":
                return f"{fold(given).replace(' ', '')}.{fold(surname).replace(' ', '')}@{self._pick('host', rng)}"
            case "x":
                return f"{fold(given)[:1]}{fold(surname).replace(' ', '')}@exemple.example"
            case "phrase" | "ephrase":
                return self._phrase(slot, rng)
            case _:
                return _number(slot, rng) or self._pick(slot, rng)

    def _phrase(self, slot: str, rng: np.random.Generator) -> str:
        """A clause, half of the time with a capital."""
        text = self._pick(slot, rng)
        return text[0].upper() + text[1:] if rng.random() < 0.5 else text  # noqa: PLR2004

    def _person(self, who: str, rng: np.random.Generator) -> tuple[str, str]:
        if who in self._people:
            return self._people[who]
        person = self._pool.person(rng)
        if who not in ("", "0"):
            self._people[who] = person
        return person

    def _pick(self, kind: str, rng: np.random.Generator) -> str:
        if kind == "host":
            return ("courriel.example", "mailbox.example", "exemple.example", "cisss.example")[
                rng.integers(4)
            ]
        words = self._words[kind]
        return words[rng.integers(len(words))]

    def _street(self, rng: np.random.Generator) -> str:
        if rng.random() < 0.5:  # noqa: PLR2004
            name = self._streets[rng.integers(len(self._streets))]
            return name[0].lower() + name[1:] if rng.random() < 0.7 else name  # noqa: PLR2004
        given, surname = self._pool.person(rng)
        named = (surname, f"{given}-{surname}", f"Saint-{given}", f"du {surname}", f"des {surname}")[
            rng.choice(5, p=(0.4, 0.25, 0.2, 0.05, 0.1))
        ]
        return f"{self._pick('generic', rng)} {named}"

    def _address(self, slot: str, rng: np.random.Generator) -> str:
        number = str(int(rng.integers(1, 400))) if rng.random() < 0.4 else str(int(rng.integers(400, 15000)))  # noqa: PLR2004
        if rng.random() < 0.08:  # noqa: PLR2004
            number += "ABC"[rng.integers(3)]
        street = self._street(rng)
        if slot == "ea":
            kind = ("Street", "Avenue", "Road", "Ave", "St.", "Blvd")[rng.integers(6)]
            street = f"{self._pool.surname(rng)} {kind}"
        comma = ", " if slot == "a" and rng.random() < 0.7 else " "  # noqa: PLR2004
        inside = ("", ", app. {}", " app {}", ", bureau {}", ", apt {}", " #{}", ", unité {}", ", c. p. {}")
        return f"{number}{comma}{street}" + inside[rng.choice(8, p=(0.5, *(0.5 / 7,) * 7))].format(
            rng.integers(1, 400)
        )

    def _namesake(self, rng: np.random.Generator) -> str:
        if rng.random() < 0.4:  # noqa: PLR2004
            return f"[[ORG|{self._namesakes[rng.integers(len(self._namesakes))]}]]"
        given, surname = self._pool.person(rng)
        named = (f"{given}-{surname}", surname, f"{given} {surname}", f"{given}-{surname}")[rng.integers(4)]
        return f"[[ORG|{self._pick('namedplace', rng)} {named}]]"


def _person(text: str, who: str) -> str:
    return text if who == "0" else f"[[PERSON|{text}]]"


def _number(slot: str, rng: np.random.Generator) -> str:
    match slot:
        case "n":
            return str(int(rng.integers(1, 300)))
        case "amount":
            return f"{int(rng.integers(10, 9000))}"
        case "hour":
            return f"{int(rng.integers(24)):02d}{':h'[rng.integers(2)]}{int(rng.integers(60)):02d}"
        case "tel":
            area = ("514", "418", "450", "819", "438", "581")[rng.integers(6)]
            return f"{area}{' -'[rng.integers(2)]}555-{int(rng.integers(100, 200)):04d}"
        case "id":
            return f"{_LETTERS[rng.integers(18)]}{int(rng.integers(10**4, 10**7))}"
        case "postal":
            a, b, c = (_LETTERS[i] for i in rng.integers(18, size=3))
            d, e, f = rng.integers(10, size=3)
            return f"{a}{d}{b} {e}{c}{f}"
        case "date":
            day, month, year = rng.integers(1, 29), rng.integers(12), rng.integers(1930, 2026)
            return (
                f"{day} {_MONTHS[month]} {year}"
                if rng.random() < 0.5
                else f"{year}-{month + 1:02d}-{day:02d}"
            )  # noqa: PLR2004
        case _:
            return ""
