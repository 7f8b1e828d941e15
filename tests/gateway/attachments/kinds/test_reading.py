import pytest

from gateway.attachments.kinds.reading import Bounds, Document, Draft, Reason, Unfit

FEW = Bounds(pages=1, cells=1, characters=10, unpacked=1, ratio=2)


def test_empty_lines_never_follow_each_other_and_stand_at_no_end():
    draft = Draft(FEW)
    for line in ("", "a  ", "", " ", "b", ""):
        draft.add(line)
    draft.omit("images", 2)
    draft.omit("images")
    draft.omit("scripts", 0)
    found = draft.extract(Document.WORD, 3)
    assert (found.text, found.pages, found.left_out) == ("a\n\nb", 3, (("images", 3),))


def test_a_draft_stops_growing_at_its_bound():
    with pytest.raises(Unfit) as caught:
        Draft(FEW).add("x" * 11)
    assert (caught.value.reason, caught.value.limit) == (Reason.TOO_LARGE, "characters")


def test_nothing_is_no_extract():
    with pytest.raises(Unfit) as caught:
        Draft(FEW).extract(Document.PDF)
    assert caught.value.reason is Reason.NO_TEXT
