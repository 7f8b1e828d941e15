from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.model.blocks import LONGEST
from detectors.model.tagger import NameTagger
from detectors.model.tokens import tokenize

_LETTER = (
    "Bonjour Marie-Ève,\n\nM. Tremblay et Mme Nguyen Thi Lan ont visité l'appartement du 4521, rue Saint-Denis, app. 3, "
    "à Montréal. Le propriétaire, Karim Benali, vous appellera.\n\nCordialement,\nJulie Gagnon-Roy\n"
)


@pytest.fixture(scope="module")
def tagger():
    return NameTagger()


def _people(tagger, text, **options):
    return [text[s.start : s.end] for s in tagger.tag(text, **options) if s.kind == "PERSON"]


def test_a_letter(tagger):
    assert _people(tagger, _LETTER) == [
        "Marie-Ève",
        "Tremblay",
        "Nguyen Thi Lan",
        "Karim Benali",
        "Julie Gagnon-Roy",
    ]


def test_an_address(tagger):
    text = "oui mon adresse est 4456 rue Adam app 3 a montreal"
    assert [text[s.start : s.end] for s in tagger.tag(text) if s.kind == "ADDRESS"] == ["4456 rue Adam app 3"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Nom : TREMBLAY\nPrénom : Luc", ["TREMBLAY", "Luc"]),
        ("allo c'est mélanie, dis à karim que je vais être en retard", ["mélanie", "karim"]),
        ("Présents : Luc Roy, Ana Silva et Jean Côté", ["Luc Roy", "Ana Silva", "Jean Côté"]),
        ("L'école Louis-Joseph-Papineau est sur le boulevard René-Lévesque.", []),
        ("L'article 12 du règlement prévoit un délai de trente jours.", []),
    ],
)
def test_kinds_of_text(tagger, text, people):
    assert _people(tagger, text) == people


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "....", "\ud800"])
def test_nothing_in_nothing(tagger, text):
    assert tagger.tag(text) == []


def test_a_long_text_is_read_like_its_parts(tagger):
    times = 80
    whole = tagger.tag(_LETTER * times)
    expected = [
        (s.start + i * len(_LETTER), s.end + i * len(_LETTER), s.kind)
        for i in range(times)
        for s in tagger.tag(_LETTER)
    ]
    assert len(tokenize(_LETTER * times).words) > 3 * 992
    assert [(s.start, s.end, s.kind) for s in whole] == expected


def test_a_very_long_text_loses_no_name(tagger):
    times = 2 * LONGEST // len(_LETTER) + 3
    whole = [(s.start, s.end) for s in tagger.tag(_LETTER * times) if s.kind == "PERSON"]
    once = [(s.start, s.end) for s in tagger.tag(_LETTER) if s.kind == "PERSON"]
    assert whole == [(a + i * len(_LETTER), b + i * len(_LETTER)) for i in range(times) for a, b in once]


def test_strictness_finds_at_least_as_many_people(tagger):
    text = "suivi avec lea pis sam au sujet du dossier bloqué"
    counts = [len(_people(tagger, text, strictness=s)) for s in (0.0, 2.0, 6.0)]
    assert counts == sorted(counts)
    assert counts[-1] > 0


def test_a_text_is_read_the_same_among_others_and_by_many_threads(tagger):
    texts = [_LETTER[i:] for i in range(0, 120, 3)]
    alone = [tagger.tag(text) for text in texts]
    assert tagger.tag_many(texts) == alone
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(NameTagger().tag, texts)) == alone


@settings(max_examples=60)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("MariePaul Roy,:\n\t'-"))))
def test_spans_lie_in_the_text_in_order_and_apart(text):
    tagger = _shared()
    end = 0
    for span in tagger.tag(text, strictness=3.0):
        assert end <= span.start < span.end <= len(text)
        assert 0.5 <= span.score <= 1
        assert text[span.start].isalnum() or text[span.start : span.end].strip()
        end = span.end


_TAGGERS: list[NameTagger] = []


def _shared():
    if not _TAGGERS:
        _TAGGERS.append(NameTagger())
    return _TAGGERS[0]


def test_version_names_the_weights(tagger):
    assert tagger.version == NameTagger().version
    assert len(tagger.version) == 12
