import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import index
from audit.index import IndexKey, entries_of, questions, repeats

KEY, OTHER = IndexKey(b"k" * 32), IndexKey(b"o" * 32)
NAME = "Marie-Ève Gagnon"


def found(stored: tuple[str, str], asked: str) -> str | None:
    """Tell how a value on record is found by another: whole, by parts, or not."""
    entries = {entry for _, entry in entries_of([stored], KEY)}
    (question,) = questions(asked, [KEY])
    if question.whole in entries:
        return "whole"
    return "parts" if question.parts and question.parts <= entries else None


@pytest.mark.parametrize(
    ("stored", "asked", "how"),
    [
        (NAME, NAME, "whole"),
        (NAME, "MARIE EVE GAGNON", "whole"),
        (NAME, "Gagnon, Marie-Ève", "whole"),
        (NAME, "Mme Marie\u2011Ève\u00a0Gagnon", "whole"),
        (NAME, "marie-e\u0300ve gag\u00adnon", "whole"),
        (NAME, "Gagnon", "parts"),
        (NAME, "Marie-Ève", "parts"),
        (NAME, "Mme Gagnon", "parts"),
        (NAME, "Gagné", None),
        (NAME, "Marie-Ève Tremblay", None),
        ("Mme Gagnon", NAME, None),
        ("Dr Gagnon", "gagnon", "whole"),
        ("Cœur-Lacœur", "Coeur Lacoeur", "whole"),
        ("Louis de la Durantaye", "de la", None),
        ("Louis de la Durantaye", "Durantaye", "parts"),
        ("J. Gagnon", "Gagnon", "parts"),
        ("J. Gagnon", "J. Tremblay", None),
        ("Minh Lê", "Le", None),
        ("Lê", "le", "whole"),
        ("李小龙", "李小龙", "whole"),
    ],
)
def test_names(stored, asked, how):
    assert found(("PERSON", stored), asked) == how


@pytest.mark.parametrize(
    ("label", "stored", "asked", "how"),
    [
        ("PHONE_NUMBER", "514 555-0142", "+1 (514) 555.0142", "whole"),
        ("PHONE_NUMBER", "514 555-0142", "555-0142", None),
        ("CA_SIN", "046 454 286", "046454286", "whole"),
        ("CA_SIN", "０４６ ４５４ ２８６", "046-454-286", "whole"),
        ("CA_POSTAL_CODE", "H2X 1Y4", "h2x1y4", "whole"),
        ("EMAIL_ADDRESS", "Marie.Gagnon@exemple.ca", "marie.gagnon@EXEMPLE.ca", "whole"),
        ("EMAIL_ADDRESS", "marie.gagnon@exemple.ca", "Gagnon", None),
        ("STREET_ADDRESS", "1234, rue Saint-Denis, app. 5", "1234 RUE SAINT DENIS APP 5", "whole"),
        ("CONFIDENTIAL_TERM", "Projet Érable", "projet erable", "whole"),
        ("CONFIDENTIAL_TERM", "Projet Érable", "érable", None),
    ],
)
def test_other_values(label, stored, asked, how):
    assert found((label, stored), asked) == how


def test_an_entry_is_a_keyed_hash_named_after_its_key():
    ((label, entry),) = entries_of([("CA_SIN", "046 454 286")], KEY)
    mac = hmac.digest(b"k" * 32, b"paravent/index/1\ncode\n046454286", "sha256")[:16].hex()
    assert (label, entry) == ("CA_SIN", KEY.id + mac)
    assert len(KEY.id) == 8


def test_another_key_knows_nothing_of_it():
    assert KEY.id != OTHER.id
    stored = {entry for _, entry in entries_of([("PERSON", NAME)], KEY)}
    (question,) = questions(NAME, [OTHER])
    assert not stored & {question.whole, *question.parts}


def test_each_key_is_asked():
    stored = {entry for _, entry in entries_of([("PERSON", NAME)], OTHER)}
    assert [question.whole in stored for question in questions(NAME, [KEY, OTHER])] == [False, True]


def test_a_value_that_is_known_leaves_the_entries_that_it_left():
    key = IndexKey(b"k" * 32)
    pairs = [("PERSON", NAME), ("CA_SIN", NAME), ("CA_SIN", "046 454 286"), ("PERSON", "…")]
    once = entries_of(pairs, key)
    assert len(key.known) == len(pairs)
    assert entries_of(pairs, key) == once == entries_of(pairs, IndexKey(b"k" * 32))
    assert len(key.known) == len(pairs)


def test_what_is_known_holds_no_value_and_is_bounded(monkeypatch):
    key = IndexKey(b"k" * 32)
    monkeypatch.setattr(key.known, "_most", 2)
    for value in (NAME, "Zoé Roy", "046 454 286", NAME):
        found = entries_of([("PERSON", value)], key)
        assert found == entries_of([("PERSON", value)], KEY)
        assert len(key.known) <= 2
    assert not any(word in repr(vars(key.known)).casefold() for word in ("gagnon", "roy", "454"))


def test_a_value_said_twice_leaves_its_entries_once():
    once = entries_of([("PERSON", NAME)], KEY)
    assert entries_of([("PERSON", NAME), ("PERSON", "gagnon marie eve")], KEY) == once
    assert len(once) == 4
    assert list(once) == sorted(once)


def test_kinds_do_not_meet():
    """A name of one word and that word in another name are told apart; a code is no name."""
    (question,) = questions("Gagnon", [KEY])
    assert question.whole not in question.parts


@pytest.mark.parametrize("value", ["", " ", "…", "—\u200b"])
def test_nothing_is_made_of_nothing(value):
    assert entries_of([("PERSON", value)], KEY) == ()
    assert questions(value, [KEY]) == ()


@pytest.mark.parametrize("secret", [b"", b"k" * 31])
def test_a_short_key_is_refused(secret):
    with pytest.raises(ValueError):
        IndexKey(secret)


def test_a_key_does_not_show_itself():
    assert "kkk" not in repr(KEY)
    assert KEY.id in repr(KEY)


@given(st.text(min_size=1), st.sampled_from(["PERSON", "CA_SIN", "CONFIDENTIAL_TERM"]))
def test_a_value_is_always_found_by_itself_in_any_case_and_spacing(value, label):
    entries = entries_of([(label, value)], KEY)
    if entries:
        assert found((label, value), value) == "whole"
        assert found((label, value), f"  {value} ") == "whole"
        assert all(len(entry) == 40 for _, entry in entries)


@given(st.lists(st.sampled_from(["Marie", "Ève", "Gagnon", "Côté", "de", "la"]), min_size=1), st.randoms())
def test_the_order_of_names_does_not_matter(words, random):
    turned = list(words)
    random.shuffle(turned)
    assert found(("PERSON", " ".join(words)), " ".join(turned)) == "whole"


@pytest.mark.parametrize(
    ("value", "text", "said"),
    [
        ("Marie-Ève Gagnon", "pour MARIE EVE GAGNON", True),
        ("558 073 029", "le NAS 558073029 d’une dame", True),
        ("558 073 029", "demande 12", False),
        ("Gagnon", "plainte 4", False),
        ("Marie-Ève Gagnon", "plainte de M. GAGNON", True),
        ("Jean Roy", "le dossier royal d'un Jean", True),
        ("Luc de la Roy", "le dossier de la rue", False),
        ("rue Roy, 12", "demande de Roy", False),
        ("!?", "!?", False),
    ],
)
def test_a_text_that_says_a_value_again_is_found_out(value, text, said):
    assert repeats(value, text) is said


SAME = b"a call that hides these"


def test_a_call_that_hides_the_same_has_its_entries_known(monkeypatch):
    key = IndexKey(bytes(32))
    pairs = frozenset({("PERSON", "Zoé Roy"), ("CA_SIN", "046 454 286")})
    known = entries_of(pairs, key, SAME)
    assert known == entries_of(pairs, IndexKey(bytes(32)))
    monkeypatch.setattr(index._Known, "of", None)
    assert entries_of(pairs, key, SAME) == known


def test_what_is_not_said_to_be_the_same_is_not_taken_for_it():
    key = IndexKey(bytes(32))
    first = entries_of({("PERSON", "Zoé Roy")}, key, SAME)
    for same in (b"", b"another call"):
        assert entries_of({("PERSON", "Ana Roy")}, key, same) not in ((), first)
    assert entries_of({("PERSON", "Zoé Roy")}, IndexKey(bytes(range(32))), SAME) != first


def test_calls_are_forgotten_beyond_so_many_entries(monkeypatch):
    monkeypatch.setattr(index, "_OF_CALLS", 6)
    key = IndexKey(bytes(32))
    for number in range(9):
        entries_of({("PERSON", "Zoé Roy")}, key, bytes([number]))
    assert [key.known.of_call(bytes([number])) is None for number in range(9)] == [True] * 7 + [False] * 2
    entries_of({("PERSON", "Ana Bea Cléo Dora Ève Flo Guy")}, key, b"too many")
    assert key.known.of_call(b"too many") is None
