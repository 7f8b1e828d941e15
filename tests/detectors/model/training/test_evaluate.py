from types import SimpleNamespace

from detectors.model.labels import THINGS
from detectors.model.training.documents import Document, unmark
from detectors.model.training.evaluate import measure


class _Tagger:
    """Finds every word that begins with a capital, and calls the first of a text an organisation."""

    def tag(self, text, strictness=0.0):
        spans, at = [], 0
        for word in text.split(" "):
            if word[0].isupper():
                kind = "PERSON" if spans or strictness else "ORG"
                spans.append(SimpleNamespace(start=at, end=at + len(word), kind=kind))
            at += len(word) + 1
        return spans


def _document(marked):
    return Document(*unmark(marked), "test", hides=THINGS)


def test_counts():
    count = measure(_Tagger(), [_document("[[PERSON|Luc]] voit [[PERSON|Ana Roy]] à Alma")])
    assert (count.gold, count.found, count.exact) == (2, 3, 0)
    assert count.sound == 2  # "Ana" and "Roy" touch a person, "Alma" does not
    assert count.any_touched == 2  # "Luc" is found as an organisation
    assert (count.covered, count.characters, count.words) == (6, 10, 6)


def test_strictness_is_handed_on():
    count = measure(_Tagger(), [_document("[[PERSON|Luc]] dort")], strictness=1.0)
    assert (count.exact, count.found) == (1, 1)
    assert str(count).startswith("P 1.000 R 1.000 F 1.000")


def test_nothing_is_not_an_error():
    assert "gold 0" in str(measure(_Tagger(), []))
