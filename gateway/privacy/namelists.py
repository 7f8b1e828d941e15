"""The names that surrogates are made of, and whose given names are known to be a woman's or a man's."""

from enum import StrEnum
from functools import cache
from importlib.resources import files


class Gender(StrEnum):
    """Whose a given name is, as far as the lists tell."""

    WOMAN = "women"
    MAN = "men"
    EITHER = "either"


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    title = ""
    for line in files("gateway.privacy").joinpath("names.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            title = line.strip("[]")
        elif not line.startswith("#"):
            sections.setdefault(title, []).extend(line.split())
    return {name: tuple(words) for name, words in sections.items()}


def given_names(gender: Gender) -> tuple[str, ...]:
    """Return given names to choose from; where the gender is not known, those of either come first."""
    sections = _sections()
    if gender is Gender.EITHER:
        return sections["either"] + sections["women"] + sections["men"]
    return sections[gender]


def surnames() -> tuple[str, ...]:
    """Return surnames to choose from."""
    return _sections()["surnames"]


@cache
def _known() -> dict[str, Gender]:
    sections = _sections()
    known = dict.fromkeys(sections["known women"], Gender.WOMAN)
    return known | dict.fromkeys(sections["known men"], Gender.MAN)


def gender_of(folded: str) -> Gender:
    """Return the gender of a folded given name; of several parts the first tells it ("marie-claude")."""
    known = _known()
    return known.get(folded) or known.get(folded.split("-", maxsplit=1)[0]) or Gender.EITHER
