import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.pseudonyms import ALPHABET, Hidden
from gateway.privacy.restore import Restorer

ROY, SIN = "[PERSON-K7Q2M9-A3X]", "[SIN-B00B1E-ZZ9]"
TABLE = {
    ROY: Hidden('Zoé "Z" Roy\n', "PERSON"),
    SIN: Hidden("046 454 286", "CA_SIN"),
    "[X-C00000-000]": Hidden(ROY, "X"),
}
ZOE = TABLE[ROY].original


def restored(text):
    return Restorer(TABLE).text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ROY, ZOE),
        (f"{ROY}{ROY}", ZOE * 2),
        (f"de {ROY}, NAS {SIN}.", f"de {ZOE}, NAS 046 454 286."),
        (ROY.lower(), ZOE),
        (ROY.strip("[]"), ZOE),
        (ROY[:-1], ZOE),
        (f"**{ROY}**", f"**{ZOE}**"),
        (f"({ROY[1:-1]})", f"({ZOE})"),
        (f"l'{ROY}", f"l'{ZOE}"),
        (f"é{ROY[1:-1]}é", f"é{ZOE}é"),
        (f"[voir {ROY[1:-1]}]", f"[voir {ZOE}]"),
        (f"[{ROY}]", f"[{ZOE}]"),
        (ROY.replace("-", "‑"), ZOE),
        (f"AB-ABCDEF-{SIN[1:-1]}", "AB-ABCDEF-046 454 286"),
        (f"[AB-ABCDEF-{SIN[1:-1]}]", "[AB-ABCDEF-046 454 286]"),
        ("[X-C00000-000]", ROY),
    ],
)
def test_a_pseudonym_is_put_back_in_any_of_its_forms(text, expected):
    assert restored(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "[PERSON]",
        "[PERSON-K7Q2M8-A3X]",
        "[PERSON-K7Q2M8]",
        "[PERSON-K7Q2M",
        "xPERSON-K7Q2M9-A3X",
        "PERSON-K7Q2M9-A3X2",
        "PERSON K7Q2M9 A3X",
        "[PERSON-K7Q2M9-A3X2]",
        "PERSON_K7Q2M9_A3X",
    ],
)
def test_anything_else_stays(text):
    assert restored(text) == text


@given(st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_gives_somebody_else(at, wrong):
    code = "K7Q2M9A3X"
    damaged = code[:at] + wrong + code[at + 1 :]
    text = f"[PERSON-{damaged[:6]}-{damaged[6:]}]"
    # Who it is stands in the first six; what follows tells only which form of the name.
    assert restored(text) == (ZOE if damaged[:6] == code[:6] else text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?q=%5BPERSON-K7Q2M9-A3X%5D", "?q=Zo%C3%A9%20%22Z%22%20Roy%0A"),
        ("<p>&#91;PERSON&#45;K7Q2M9&#45;A3X&#93;</p>", "<p>Zoé &quot;Z&quot; Roy\n</p>"),
        (f"<p>{ROY}</p>", f"<p>{ZOE}</p>"),
        ("x = \\u005bPERSON-K7Q2M9-A3X\\u005d", 'x = Zo\\u00e9 \\"Z\\" Roy\\n'),
        ('{"a": "\\u005bPERSON-K7Q2M9-A3X\\u005d"}', '{"a": "Zoé \\"Z\\" Roy\\n"}'),
        ('{"a": "Bonjour\\nPERSON-K7Q2M9-A3X"}', '{"a": "Bonjour\\nZoé \\"Z\\" Roy\\n"}'),
        ("\\[SIN\\-B00B1E\\-ZZ9\\]", "046 454 286"),
        (f"C:\\{SIN}\\x", "C:\\046 454 286\\x"),
        (f"{SIN}(#) et {SIN}(voir)", "046 454 286 et 046 454 286(voir)"),
        ("SIN-B00B1E-ZZ9] [SIN-B00B1E-ZZ9", "046 454 286 046 454 286"),
    ],
)
def test_what_is_put_back_is_written_as_its_place_demands(text, expected):
    assert restored(text) == expected
    assert restored(text + " " * 100) == expected + " " * 100


def test_it_counts():
    restorer = Restorer(TABLE)
    restorer.text(f"{ROY} {SIN} [PERSON-AAAAAA-AAA] PERSON-AAAAAA-AAA")
    assert (restorer.restored, restorer.unresolved) == (2, 1)


def test_nothing_hidden_means_nothing_to_do():
    restorer = Restorer({})
    assert not restorer
    assert restorer.text(ROY) == ROY
    assert (restorer.restored, restorer.unresolved) == (0, 0)


ORIGINALS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10)


@given(ORIGINALS, st.integers(0, 4), st.sampled_from([None, 1]))
def test_in_json_a_value_is_escaped_once_for_each_string_around_it(original, levels, indent):
    code, value = f"a {ROY} b", f"a {original} b"
    for _level in range(levels):
        code, value = json.dumps({"x": [code]}, indent=indent), json.dumps({"x": [value]}, indent=indent)
    read, expected = Restorer({ROY: Hidden(original, "PERSON")}).text(code), value
    for _level in range(levels):
        read, expected = json.loads(read)["x"][0], json.loads(expected)["x"][0]
    assert read == expected


@given(ORIGINALS)
def test_known_json_is_escaped_at_least_once(original):
    restorer = Restorer({ROY: Hidden(original, "PERSON")})
    assert json.loads(f'"{restorer.json_text(ROY)}"') == original
    assert json.loads(restorer.json_text(f'{{"{ROY}": "{ROY}"}}')) == {original: original}


def test_the_end_of_a_word_is_not_the_start_of_a_pseudonym():
    restorer = Restorer(TABLE)
    assert (
        restorer.unsettled("Trump") == restorer.unsettled("mars") == restorer.unsettled("a" * 50 + "x") == 0
    )
    assert restorer.unsettled("p", "m") == 0
    assert restorer.unsettled("p", " ") == restorer.unsettled("p") == restorer.unsettled("à p") == 1
    assert restorer.unsettled("m[per") == 4
    assert restorer.unsettled(ROY) == 0
    assert restorer.unsettled(ROY[:-1]) == len(ROY) - 1


def test_a_text_that_is_to_be_json_is_escaped_from_its_first_bracket():
    restorer = Restorer({"[PERSON-K7Q2M9-A3X]": Hidden('Zoé "Z"', "PERSON")})
    broken = '{"a": 1] "[PERSON-K7Q2M9-A3X]'
    assert restorer.text(broken, whole_json=True) == '{"a": 1] "Zoé \\"Z\\"'
    assert restorer.text("[PERSON-K7Q2M9-A3X]", whole_json=False) == 'Zoé "Z"'
    assert restorer.text("À [PERSON-K7Q2M9-A3X]", whole_json=True) == 'À Zoé "Z"'


@given(st.text(alphabet="Héàç b", min_size=1), st.integers(2, 4), st.integers(0, 4))
def test_a_value_written_in_json_in_json_is_not_escaped_again(letters: str, levels: int, around: int) -> None:
    written = f"É{letters}"
    for _level in range(levels):
        written = json.dumps(written)[1:-1]
    restorer = Restorer({ROY: Hidden(written, "PERSON")})
    before, after = 'payload="{\\"nom\\": \\"', '\\"}"'
    assert restorer.text(before + ROY + after) == before + written + after
    line = f"x{ROY}x"
    for _level in range(around):
        line = json.dumps({"a": line})
    # Where it stands no deeper than it was written, it comes back as it was; deeper, it is escaped once more.
    wanted = written
    for _level in range(levels, around):
        wanted = json.dumps(wanted)[1:-1]
    assert restorer.text(line) == line.replace(ROY, wanted)
