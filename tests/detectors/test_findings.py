"""Overlapping findings are settled without losing any of what they cover."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detectors.findings import Finding, resolve

FINDINGS = st.lists(
    st.builds(
        lambda start, length, label, score: Finding(start, start + length, label, score, "test"),
        st.integers(0, 40),
        st.integers(1, 20),
        st.sampled_from("ABC"),
        st.floats(0, 1),
    ),
    max_size=30,
)


def covered(findings: "list[Finding] | tuple[Finding, ...]") -> set[int]:
    return {at for finding in findings for at in range(finding.start, finding.end)}


@given(FINDINGS)
def test_settled_findings_cover_the_same_without_overlaps(findings: list[Finding]) -> None:
    settled = resolve(findings)
    assert covered(settled) == covered(findings)
    assert all(one.end <= other.start for one, other in pairwise(settled))
    assert all(finding.start < finding.end for finding in settled)


@given(FINDINGS)
def test_settling_twice_changes_nothing(findings: list[Finding]) -> None:
    assert resolve(resolve(findings)) == resolve(findings)


@given(FINDINGS, st.randoms())
def test_the_order_of_what_is_given_does_not_matter(findings: list[Finding], chance) -> None:
    shuffled = list(findings)
    chance.shuffle(shuffled)
    assert covered(resolve(shuffled)) == covered(resolve(findings))


def test_of_two_on_the_same_span_the_surer_stays() -> None:
    unsure, sure = Finding(0, 9, "ID_NUMBER", 0.6, "a"), Finding(0, 9, "CA_SIN", 0.9, "b")
    assert resolve([unsure, sure]) == (sure,)


def test_what_crosses_keeps_what_is_left() -> None:
    sure, unsure = Finding(0, 6, "A", 0.9, "a"), Finding(4, 9, "B", 0.5, "b")
    assert [(one.start, one.end, one.label) for one in resolve([unsure, sure])] == [(0, 6, "A"), (6, 9, "B")]
