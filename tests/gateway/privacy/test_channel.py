import json
from itertools import pairwise
from random import Random  # noqa: TID251 - the same damage every time

from damage import KINDS, table
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.privacy.channel import Channel, Piece
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer

ROY, SIN = "[PERSON-K7Q2M9-A3X]", "[SIN-B00B1E-ZZ9]"
TABLE = {ROY: Hidden('Zoé "Z" Roy\n', "PERSON"), SIN: Hidden("046 454 286", "CA_SIN")}
FRAGMENTS = st.sampled_from(
    [
        *(
            ROY,
            SIN,
            ROY.lower(),
            ROY[1:-1],
            ROY[:-1],
            SIN[1:],
            ROY[:12],
            "[PERSON-K7Q2M9-A3Y]",
            "[SIN-",
            "AB-ABCDEF-",
        ),
        *(
            "[",
            "]",
            "-",
            "p",
            "PERS",
            "s",
            " ",
            "é",
            "😀",
            '"',
            "\\",
            "\n",
            "{",
            ": ",
            '{"a": "',
            '{\\"b\\": \\"',
            "]}",
        ),
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=10).map("".join)
CUTS = st.lists(st.integers(0, 200), max_size=8)


def cut(text, cuts):
    places = sorted({0, len(text), *(at % (len(text) + 1) for at in cuts)})
    return [text[start:end] for start, end in pairwise(places)]


@given(TEXTS, CUTS, st.booleans())
def test_any_text_in_any_pieces_gives_what_the_whole_gives(text, cuts, in_json):
    whole = Restorer(TABLE)
    expected = whole.json_text(text) if in_json else whole.text(text)
    restorer = Restorer(TABLE)
    channel = Channel(restorer, json=in_json)
    pieces = [Piece(part) for part in cut(text, cuts)]
    for piece in pieces:
        channel.add(piece)
    channel.finish()
    assert all(piece.settled for piece in pieces)
    assert "".join(piece.restored for piece in pieces) == expected
    assert restorer.restored == whole.restored


CALL = table(Random(2), people=20)
DAMAGED = st.tuples(
    st.sampled_from(sorted(CALL)), st.sampled_from(list(KINDS)), st.sampled_from(list(KINDS))
).map(lambda drawn: KINDS[drawn[2]](KINDS[drawn[1]](drawn[0], Random(1)), Random(2)))
AROUND = st.sampled_from(
    ["Mme ", "[", "]", "(#)", "\\", "\\n", "&", "%", '"', "é", "nom ", "- ", "[AB-ABCDEF-AB1]", ROY]
)


@given(st.lists(DAMAGED | AROUND, max_size=6).map("".join), CUTS, st.booleans())
@settings(max_examples=300)
def test_damaged_pseudonyms_cut_anywhere_give_what_the_whole_gives(text, cuts, in_json):
    whole, restorer = Restorer(CALL), Restorer(CALL)
    expected = whole.json_text(text) if in_json else whole.text(text)
    channel, pieces = Channel(restorer, json=in_json), []
    for part in cut(text, cuts):
        pieces.append(Piece(part))
        channel.add(pieces[-1])
        assert sum(piece.left for piece in pieces) <= restorer.widest
    channel.finish()
    assert "".join(piece.restored for piece in pieces) == expected
    assert (restorer.restored, restorer.unresolved) == (whole.restored, whole.unresolved)


def test_a_link_to_nowhere_goes_with_its_pseudonym_however_it_is_cut():
    channel, pieces = Channel(Restorer(TABLE)), [Piece(SIN), Piece("("), Piece("#"), Piece(") et (#)")]
    for piece in pieces:
        channel.add(piece)
    assert [piece.restored for piece in pieces] == ["046 454 286", "", "", " et (#)"]


@given(TEXTS, CUTS)
def test_no_more_than_one_pseudonym_waits(text, cuts):
    restorer = Restorer(TABLE)
    channel, pieces = Channel(restorer), []
    for part in cut(text, cuts):
        pieces.append(Piece(part))
        channel.add(pieces[-1])
        assert sum(piece.left for piece in pieces) <= restorer.widest == 8 * len(ROY)
        # Those that wait are the last ones.
        assert [piece.settled for piece in pieces] == sorted(
            (piece.settled for piece in pieces), reverse=True
        )


def test_the_last_letter_of_a_word_does_not_wait():
    channel = Channel(Restorer(TABLE))
    for letter in "Trumps":
        piece = Piece(letter)
        channel.add(piece)
        assert piece.settled


def test_a_value_goes_to_the_piece_in_which_its_pseudonym_begins():
    channel = Channel(Restorer(TABLE))
    pieces = [Piece("de [SIN-"), Piece("B00B1E"), Piece("-ZZ9] à"), Piece(" Laval")]
    for piece in pieces:
        channel.add(piece)
    assert [piece.restored for piece in pieces] == ["de 046 454 286", "", " à", " Laval"]


def test_a_channel_goes_on_after_it_was_finished():
    channel = Channel(Restorer(TABLE))
    first, second = Piece("[SIN-B00B1E"), Piece("-ZZ9]")
    channel.add(first)
    assert not first.settled
    channel.finish()
    channel.add(second)
    channel.finish()
    assert (first.restored, second.restored) == ("[SIN-B00B1E", "-ZZ9]")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), CUTS, st.integers(1, 3))
def test_arguments_in_fragments_are_json_of_the_exact_value(original, cuts, levels):
    code, value = ROY, original
    for _level in range(levels):
        code, value = json.dumps({"a": [code, "é"]}), {"a": [value, "é"]}
    channel = Channel(Restorer({ROY: Hidden(original, "PERSON")}), json=True)
    pieces = [Piece(part) for part in cut(code, cuts)]
    for piece in pieces:
        channel.add(piece)
    channel.finish()
    read = "".join(piece.restored for piece in pieces)
    for _level in range(levels):
        read = json.loads(read)["a"][0]
    assert read == original
