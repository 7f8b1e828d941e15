import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.findings import Finding
from detectors.labels import Label
from detectors.propagate import propagate

_MARK = re.compile(r"\[\[(?:([A-Z_]+)\|)?(.*?)\]\]", re.DOTALL)


def read(marked: str, score: float = 0.9) -> tuple[str, list[Finding]]:
    """The text of a marked example and a finding for each mark, a person where no label is told."""
    text, findings, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        start, label = len(text), match[1] or Label.PERSON
        text += match[2]
        findings.append(Finding(start, len(text), label, score, "test"))
        at = match.end()
    return text + marked[at:], findings


def mentions(marked: str, *others: str, score: float = 0.9) -> list[str]:
    """What is found beside the marks, over all texts."""
    text, findings = read(marked, score)
    texts = [text, *others]
    completed = propagate(texts, [findings, *([] for _ in others)])
    return [
        one_text[finding.start : finding.end]
        for one_text, found in zip(texts, completed, strict=True)
        for finding in found
        if finding.recognizer != "test"
    ]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("Marie-Ève Gagnon", ["Marie-Ève Gagnon"]),
        ("marie-eve gagnon", ["marie-eve gagnon"]),
        ("MARIE EVE GAGNON", ["MARIE EVE GAGNON"]),
        ("Marie-Ève\nGagnon", ["Marie-Ève\nGagnon"]),
        ("Mme Gagnon", ["Gagnon"]),
        ("dis à gagnon", ["gagnon"]),
        ("Marie-Ève est là", ["Marie-Ève"]),
        ("Gagnonville", []),
        ("la rue Gagnon", []),
        ("école Marie-Ève-Gagnon", []),
        ("Clinique Gagnon", []),
        ("marie-eve.gagnon@poste.example", []),
        ("@gagnon", []),
        ("/home/gagnon", []),
        ("Marie seule", []),
    ],
)
def test_a_full_name_is_found_again_whole_and_in_part(other: str, found: list[str]) -> None:
    assert mentions("[[Marie-Ève Gagnon]] a écrit.", other) == found


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("et Rose dit", ["Rose"]),
        ("une rose rouge", []),
        ("Rose est là. Page 4.", []),
        ("avec Page demain", ["Page"]),
        ("la page 4", []),
        ("UNE ROSE ROUGE ET BLANCHE", []),
        ("à la Page de Rose Page", ["Page", "Rose Page"]),
    ],
)
def test_an_everyday_word_counts_with_a_capital_only(other: str, found: list[str]) -> None:
    assert mentions("[[Rose Page]] a écrit.", other) == found


def test_a_town_in_a_name_is_not_looked_for_alone() -> None:
    assert mentions("[[Bruno Laval]] a écrit.", "Il part pour Laval avec Bruno") == ["Bruno"]


def test_numbers_are_found_again_with_other_separators() -> None:
    assert mentions("NAS [[CA_SIN|254-096-290]].", "254 096 290 ou 1254-096-2901") == ["254 096 290"]


def test_an_uncertain_finding_is_not_looked_for() -> None:
    assert mentions("[[Julie Gagnon]] a écrit.", "Mme Gagnon", score=0.6) == []


def test_nothing_is_found_inside_another_finding_or_a_pseudonym() -> None:
    text = "[[Julie Person]] écrit à [[EMAIL_ADDRESS|person@x.example]] [PERSON-K7Q2M9-A3X]"
    assert mentions(text) == []


def test_offsets_are_those_of_the_text_as_given() -> None:
    assert mentions("[[Zoé Bélisle]]", "Be\u0301lisle et Bé\u00adlisle") == ["Be\u0301lisle", "Bé\u00adlisle"]


_TEXTS = st.lists(st.text("Julie Gagnon-Rose.@\n", max_size=60), min_size=1, max_size=3)


@given(_TEXTS, st.data())
def test_no_finding_is_lost_or_changed_and_none_overlap(texts: list[str], data: st.DataObject) -> None:
    findings = []
    for text in texts:
        bounds = data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
        pairs = zip(bounds[::2], bounds[1::2], strict=False)
        findings.append([Finding(start, end, Label.PERSON, 0.95, "test") for start, end in pairs])
    for text, given_findings, found in zip(texts, findings, propagate(texts, findings), strict=True):
        assert set(given_findings) <= set(found)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_many_values_in_a_long_text_take_linear_time() -> None:
    names = [
        f"Kevork{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} Zabel{chr(97 + i // 676)}ian" for i in range(2000)
    ]
    text = " a vu ".join(names) * 12
    marked = ", ".join(f"[[{name}]]" for name in names)
    first, findings = read(marked)
    before = time.perf_counter()
    completed = propagate([first, text], [findings, []])
    assert len(completed[1]) >= len(names)
    assert time.perf_counter() - before < 10


def test_an_unknown_name_before_a_mention_belongs_to_it() -> None:
    assert mentions("[[Marie Abboud]]", "Hier, j'ai vu mon amie Hindiya Abboud.") == ["Hindiya Abboud"]


def test_the_saint_of_a_surname_is_not_looked_for() -> None:
    assert mentions("[[Marguerite St. Cyr]]", "St. Columba House, rue St Denis") == []


def test_a_word_that_is_no_known_name_is_looked_for_with_a_capital_only() -> None:
    assert mentions("[[Zorblax Tremblay]]", "le zorblax, puis Zorblax lui-même") == ["Zorblax"]
