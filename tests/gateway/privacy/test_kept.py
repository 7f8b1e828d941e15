import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gateway.privacy.kept import Kept, merged
from gateway.privacy.pseudonyms import Hidden, Minter

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
TABLES = st.dictionaries(TEXT, st.builds(Hidden, TEXT, TEXT, TEXT), max_size=5)
KEPT = st.builds(Kept, st.binary(max_size=40), TABLES, st.frozensets(TEXT, max_size=3))


@given(KEPT)
def test_what_is_encoded_is_decoded_in_its_order(kept):
    again = Kept.decode(kept.encode())
    assert again == kept
    assert list(again.table) == list(kept.table)


@pytest.mark.parametrize(
    "encoded",
    [b"", b"[]", b"{}", b"null", b'{"key":"?","table":[],"reserved":[]}', b'{"of":"resp_1"}', b"\xff"],
)
def test_anything_else_is_a_value_error(encoded):
    with pytest.raises(ValueError):
        Kept.decode(encoded)


@given(KEPT, TABLES)
def test_what_came_since_completes_what_was(before, more):
    assume("x" not in before.reserved)
    after = Kept(before.key, {**more, **before.table}, before.reserved | {"x"})
    added = after.since(before)
    assert added is not None
    whole = merged([before, added])
    assert (dict(whole.table), whole.reserved) == (dict(after.table), after.reserved)


def test_nothing_new_is_nothing_to_keep():
    kept = Kept(b"k", {"n": Hidden("o", "PERSON")})
    assert kept.since(kept) is None
    assert Kept(b"k").since(Kept()) == Kept(b"k"), "the key that mints is kept even where nothing is hidden"


def test_a_pseudonym_of_two_values_is_of_neither():
    with pytest.raises(ValueError):
        merged([Kept(b"a", {"n": Hidden("one", "PERSON")}), Kept(b"b", {"n": Hidden("two", "PERSON")})])
    assert merged([Kept(b"a"), Kept(b"b")]).key == b"a"


def test_a_conversation_goes_on_with_the_same_names():
    first = Minter(b"k" * 32, b"scope", ["[PERSON-ABCDEF-GHJ]"])
    one = first.mint("PERSON", "gagnon", "Mme Gagnon")
    second = Kept.decode(Kept.of(first).encode()).minter()
    assert second.known("PERSON", "Mme Gagnon") == one
    assert second.known("PERSON", "Mme Gagnon", '"Mme\\u0020Gagnon"') == one
    assert second.known("PERSON", "Mme Gagnon", "5") is None
    assert second.mint("PERSON", "roy", "Luc Roy") == first.mint("PERSON", "roy", "Luc Roy")
    assert second.reserved == {"[PERSON-ABCDEF-GHJ]"}
    assert next(iter(second.table.values())).original == "Mme Gagnon"


def test_it_does_not_show_what_it_holds():
    assert "Gagnon" not in repr(Kept(b"k", {"n": Hidden("Gagnon", "PERSON")}))
