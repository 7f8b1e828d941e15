from detectors.model.labels import THINGS
from detectors.model.training.code import read_code


def test_pieces_are_the_same_each_time_and_tell_of_nobody():
    pieces = read_code(limit=40)
    assert pieces == read_code(limit=40)
    assert len(pieces) == 40
    for piece in pieces:
        assert not piece.spans
        assert piece.hides == THINGS
        assert "copyright" not in piece.text.lower()
        assert "@" not in piece.text
