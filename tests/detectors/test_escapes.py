"""What other notations write for a letter is read as the letter, and leads back to how it was written."""

import base64
import json
import quopri
from email.header import Header
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.escapes import NOTHING, decode, grammar_of
from detectors.normalise import normalise

LETTERS = st.text(alphabet="aeéèêëàçôïîùÉÈÀÇ zTr", min_size=1).map(str.strip).filter(bool)


@given(LETTERS, st.integers(1, 5))
def test_json_in_json_is_read_at_any_depth(letters: str, depth: int) -> None:
    written = letters
    for _ in range(depth):
        written = json.dumps(written)
    assert normalise(f"payload={written}").text.replace("\\", "").replace('"', "") == f"payload={letters}"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"H\xc3\xa9l\xc3\xa8ne l\xe2\x80\x99a", "Hélène l'a"),
        (r"H\\xc3\\xa9l\\xc3\\xa8ne", "Hélène"),
        (r"H\xe9l\xE8ne\x20C\u{f4}t\u{e9}", "Hélène Côté"),
        (r"Th\303\251riault.pdf, l\342\200\231a", "Thériault.pdf, l'a"),
        (r"H\'e9l\'e8ne, l\'ecole, d\'Edmonton", r"Hélène, l\'ecole, d\'Edmonton"),
        (r"{\rtf1 H\'e9l\'e8ne Gr\'eave Th\u233?r\u233\'e9 558\~073", r"{\rtf1 Hélène Grêve Théré 558 073"),
        ("H=C3=A9l=C3=\n=A8ne Th=C3=A9ri=\nault =3D", "Hélène Thériault ="),
        ("quoted-printable\nH=E9l=E8ne", "quoted-printable\nHélène"),
        ("x=AB12 y=E9", "x=AB12 y=E9"),
        ("=?utf-8?Q?H=C3=A9l=C3=A8ne_C=C3=B4t=C3=A9?= <h>", "Hélène Côté <h>"),
        ("=?iso-8859-1?Q?H=E9l=E8ne?=\n =?UTF-8?B?IEPDtHTDqQ==?= a", "Hélène Côté a"),
        ("H%c3%a9l%C3%A8ne%20C%25C3%25B4t%2525C3%2525A9 100%", "Hélène Côté 100%"),
        ("H&eacute;l&amp;egrave;ne &#xE9;&amp;#233;", "Hélène éé"),
        (r"C:\x64\name \\serveur\nathalie", r"C:\x64\name \\serveur\nathalie"),
        (r"H\'el\`ene Tr\'epanier, Fran\c{c}ois C\^ot\'{e}", "Hélène Trépanier, François Côté"),
        (r"l\'eau d\'ici, aujourd\'hui", r"l\'eau d\'ici, aujourd\'hui"),
        ("**514** 555-0199, (**514**) __555__-0199", "514 555-0199, (514) 555-0199"),
        ("**gras** et 1948* et 4540 **** 12", "**gras** et 1948* et 4540 **** 12"),
        ("H?l?ne", "Héléne"),
        ("5\ufe0f\u20e35\ufe0f\u20e38\u20e3", "558"),
    ],
)
def test_each_notation_is_read(written: str, plain: str) -> None:
    assert normalise(written).text == plain


@given(LETTERS)
def test_what_a_library_wrote_is_read(letters: str) -> None:
    encoded = "".join(f"\\x{byte:02x}" if byte > 0x7F else chr(byte) for byte in letters.encode())
    assert normalise(encoded).text == letters
    assert normalise(quote(letters)).text == letters
    assert normalise(escape(letters).encode("ascii", "xmlcharrefreplace").decode()).text == letters
    quoted = "quoted-printable " + quopri.encodestring(letters.encode()).decode()
    assert normalise(quoted).text == f"quoted-printable {letters}"
    assert normalise(Header(letters, "utf-8", maxlinelen=200).encode()).text == letters
    word = f"=?UTF-8?B?{base64.b64encode(letters.encode()).decode()}?="
    assert normalise(word).text == letters
    assert normalise(f"De : {word}.").original(5, 5 + len(letters)) == (5, 5 + len(word))


@settings(deadline=None)  # tables are read when the first hole is met
@given(st.text(alphabet="\\u00e9xcCEA29'=?&%;amp\nQB_-~{}rtf8"), st.sampled_from(["", "\\rtf", "=C3=A9"]))
def test_whatever_looks_like_an_escape_stands_for_something(text: str, before: str) -> None:
    for found in grammar_of(before + text).escape.finditer(text):
        assert decode(found[0])
    copy = normalise(before + text)
    if copy.starts is not None and copy.ends is not None:
        assert all(start < end for start, end in zip(copy.starts, copy.ends, strict=True))
        assert list(copy.starts) == sorted(copy.starts)


def test_a_broken_line_is_nothing() -> None:
    assert decode("=\r\n") == NOTHING
    assert decode("=?utf-8?B?A?=") == "?"


def test_many_backslashes_are_soon_read() -> None:
    assert normalise("\\" * 200_000 + "u00e9").text.endswith("\\é")
