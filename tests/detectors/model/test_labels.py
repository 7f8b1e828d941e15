import pytest

from detectors.model.labels import KINDS, LABELS, OUTSIDE, PERSONAL, THINGS, begins, kind_of, possible


def test_labels_come_in_pairs():
    assert [label[0] for label in LABELS] == ["O", *"BI" * len(KINDS)]
    for number, label in enumerate(LABELS):
        assert begins(number) == label.startswith("B-")
        if number != OUTSIDE:
            assert kind_of(number) == label[2:]


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ("O", "B-PERSON", True),
        ("O", "I-PERSON", False),
        ("B-PERSON", "I-PERSON", True),
        ("I-PERSON", "I-PERSON", True),
        ("B-ORG", "I-PERSON", False),
        ("I-ORG", "I-LOC", False),
        ("I-ORG", "B-LOC", True),
        ("I-ORG", "O", True),
    ],
)
def test_a_span_goes_on_only_from_its_own_kind(before, after, may):
    assert possible(LABELS.index(before), LABELS.index(after)) is may


def test_all_but_things_is_personal():
    assert [LABELS[label] for label in PERSONAL] == [f"B-{kind}" for kind in KINDS if kind not in THINGS]
    assert "B-ORG" not in {LABELS[label] for label in PERSONAL}
