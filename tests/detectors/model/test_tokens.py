import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.tokens import LINE_BREAKS, tokenize

_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=[]), st.sampled_from("aÉé'’-.\u00ad\u200b\u0301 \n\t_1ß")
    )
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Marie-Ève Gagnon-Roy", ["Marie-Ève", "Gagnon-Roy"]),
        ("l'Assomption d’Amours qu'Alice", ["l'", "Assomption", "d’", "Amours", "qu'", "Alice"]),
        ("L'Heureux, N'Guessan et O'Brien", ["L'", "Heureux", ",", "N'", "Guessan", "et", "O'Brien"]),
        (
            "Tremblay's lease, the O'Neils' car",
            ["Tremblay", "'s", "lease", ",", "the", "O'Neils", "'", "car"],
        ),
        ("J.-P. Côté et M.", ["J.-P.", "Côté", "et", "M."]),
        ("Nom:TREMBLAY,Luc<br>", ["Nom", ":", "TREMBLAY", ",", "Luc", "<", "br", ">"]),
        ("a\tb   c\r\n\r\nd", ["a", "\t", "b", "   ", "c", "\r\n\r\n", "d"]),
        ("418-555-0199 le 2024-05-06", ["418-555-0199", "le", "2024-05-06"]),
        ("jean_roy@x.ca", ["jean", "_", "roy", "@", "x", ".", "ca"]),
        ("Je\u00adan \u200b Éve", ["Je\u00adan", "Éve"]),
        ("E\u0301ve Roy", ["E\u0301ve", "Roy"]),
        ("______ ---- **Luc**", ["______", "----", "**", "Luc", "**"]),
        ("", []),
    ],
)
def test_words(text, words):
    assert tokenize(text).words == words


@given(_TEXT)
def test_tokens_slice_back_in_order_and_apart(text):
    tokens = tokenize(text)
    end = 0
    for word, start, stop in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert end <= start < stop
        assert text[start:stop] == word
        end = stop


@given(_TEXT)
def test_every_letter_digit_and_line_break_is_in_a_token(text):
    tokens = tokenize(text)
    covered = {at for s, e in zip(tokens.starts, tokens.ends, strict=True) for at in range(s, e)}
    assert all(at in covered for at, char in enumerate(text) if char.isalnum() or char in LINE_BREAKS)
