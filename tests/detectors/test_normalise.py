"""The plain copy of a text, and the way back."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors import normalise as module
from detectors.escapes import grammar_of
from detectors.normalise import fold, normalise

TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aé1 2-.\u00a0\u202f\u200b\u00ad\u2013\u2019\u0301\uff11\u0661\\u00e9&nbsp;%40Ã©â€™\ud800"
        ),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("514\u00a0555\u202f0199", "514 555 0199"),
        ("514–555−0199", "514-555-0199"),
        ("l’élève", "l'élève"),
        ("２１２ ３４５ ６７２", "212 345 672"),
        ("٢١٢", "212"),
        ("212\u200b345\u00ad672", "212345672"),
        ("e\u0301le\u0300ve", "élève"),
        ("514&nbsp;555", "514 555"),
        ("t\\u00e9l\\t514", "tél\t514"),
        ("jean%40exemple.ca", "jean@exemple.ca"),
        ("numÃ©ro 418 555â€‘0155", "numéro 418 555-0155"),
        (r"C:\nathalie\temp", r"C:\nathalie\temp"),
        ("C3PO & co", "C3PO & co"),
    ],
)
def test_what_stands_for_a_plain_character_becomes_it(given_text: str, plain: str) -> None:
    assert normalise(given_text).text == plain


@given(TRICKY)
def test_it_is_the_same_read_run_by_run_and_sign_by_sign(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            module, "grammar_of", lambda text: grammar_of(text)._replace(simple=re.compile("(?!)"))
        )
        signs = normalise(text)
    assert normalise(text) == signs


def test_no_strange_character_is_taken_for_a_usual_one() -> None:
    assert all(module._UNUSUAL.fullmatch(char) for char in module._STRANGE)
    alone = [chr(code) for code in range(0x300) if module._HIDDEN.match(chr(code))]
    for text in ("", "=C3=A9", "\\rtf"):
        escape, sign, simple = grammar_of(text)
        assert not any(simple.match(char) for char in [*alone, *"\\&%ÂÃâ"])
        assert not any(simple.match(one) for one in map(chr, range(0x300)) if sign.match(one))
        assert all(sign.match(found[0]) for found in escape.finditer("\\u00e9&eacute;%C3%A9=C3=A9Ã©"))


@given(TRICKY)
def test_every_span_leads_back_into_the_original(text: str) -> None:
    copy = normalise(text)
    last = 0
    for at in range(len(copy.text)):
        start, end = copy.original(at, at + 1)
        assert last <= start < end <= len(text)
        last = start
    if copy.text:
        assert copy.original(0, len(copy.text))[1] <= len(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_characters="\u00ad\\&%ÂÃâ")))
def test_an_ordinary_text_keeps_its_offsets(text: str) -> None:
    copy = normalise(text)
    assert copy.starts is None
    assert len(copy.text) == len(text)


@given(st.text(alphabet="abcé 0123456789-"), st.integers(0, 30))
def test_a_decomposed_text_reads_as_the_composed_one(text: str, at: int) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    hidden = decomposed[:at] + "\u200b" + decomposed[at:]
    assert normalise(decomposed).text == normalise(text).text
    assert len(normalise(hidden).text) <= len(decomposed)


@given(TRICKY)
def test_folding_keeps_each_character_in_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_folding_takes_case_and_accents_away() -> None:
    assert fold("ÉLÈVE Çà où? Łódź naïve—œuf") == "eleve ca ou? łodz naive—œuf"
