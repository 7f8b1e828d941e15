import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.findings import Finding
from detectors.marked import Document, Mark
from detectors.scoring import Fault, score

TEXT = "abcdefghijklmnopqrstuvwxyz 0123456789"


def document(*marks, genre="g", text=TEXT):
    return Document("d", "fr", genre, text, tuple(Mark(*mark) for mark in marks))


def found(*spans):
    return [Finding(*span, 1.0, "r") for span in spans]


def test_what_is_found_exactly():
    report = score([(document((0, 3, "PERSON")), found((0, 3, "PERSON")))])
    total = report.total
    assert (total.strict_precision, total.strict_recall, total.strict_f1, total.leaked) == (1, 1, 1, 0)
    assert report.errors == []


def test_half_a_value_leaks_its_other_half():
    report = score([(document((0, 4, "PERSON")), found((2, 6, "PERSON")))])
    total = report.total
    assert (total.strict_recall, total.overlap_recall, total.overlap_precision) == (0, 1, 1)
    assert total.leaked == 0.5
    assert total.covered_precision == 0.5
    assert [error.fault for error in report.errors] == [Fault.PARTIAL]


def test_another_label_covers_and_is_wrong():
    report = score([(document((0, 4, "PERSON")), found((0, 4, "USERNAME")))])
    assert report.total.leaked == 0
    assert report.total.right_label == 0
    assert report.total.strict_recall == report.total.overlap_recall == 0
    assert report.labels["PERSON"].marks == 1
    assert report.labels["USERNAME"].findings == 1
    assert [(error.fault, error.found) for error in report.errors] == [(Fault.MISLABELLED, "USERNAME")]


def test_false_masks_count_in_documents_without_marks():
    clean = document(text="un deux trois quatre")
    report = score([(clean, found((0, 2, "PERSON"))), (document((0, 1, "PERSON")), found((5, 6, "PERSON")))])
    assert report.false_masks == 1
    assert report.clean_words == 4
    assert report.false_masks_per_thousand == 250
    assert sorted(error.fault for error in report.errors) == [Fault.FALSE, Fault.FALSE, Fault.MISSED]


def test_genres_and_labels_add_up_to_the_total():
    pairs = [
        (document((0, 3, "PERSON"), (4, 6, "CA_SIN"), genre="a"), found((0, 3, "PERSON"))),
        (document((0, 3, "PERSON"), genre="b"), found((0, 3, "PERSON"), (8, 9, "SECRET"))),
    ]
    report = score(pairs)
    for tallies in (report.genres, report.labels):
        for name in ("marks", "findings", "strict", "marked_characters", "leaked_characters"):
            assert sum(getattr(tally, name) for tally in tallies.values()) == getattr(report.total, name)
    assert report.total.strict_recall == pytest.approx(2 / 3)


def test_nothing_to_find_and_nothing_found_is_right():
    total = score([(document(), [])]).total
    assert (total.strict_precision, total.strict_recall, total.leaked) == (1, 1, 0)


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["PERSON", "CA_SIN"])), max_size=5
).map(lambda given: [(start, start + length, label) for start, length, label in given])


@given(spans, spans)
def test_scores_are_shares_and_strict_is_the_harder(marks, findings):
    marks = [
        mark
        for at, mark in enumerate(marks)
        if not any(mark[0] < o[1] and o[0] < mark[1] for o in marks[:at])
    ]
    total = score([(document(*marks), found(*findings))]).total
    shares = (
        "strict_precision",
        "strict_recall",
        "strict_f1",
        "overlap_f1",
        "leaked",
        "covered_precision",
        "right_label",
    )
    assert all(0 <= getattr(total, share) <= 1 for share in shares)
    assert total.strict_recall <= total.overlap_recall
    assert len(set(marks)) == total.marks
