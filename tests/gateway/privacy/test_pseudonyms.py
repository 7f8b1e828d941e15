import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.labels import Label
from gateway.privacy import pseudonyms
from gateway.privacy.pseudonyms import ALPHABET, LOOKALIKE, Hidden, Minter, check_character, tag_of

KEY, SCOPE = bytes(32), b"conversation"
LABELS = st.sampled_from(list(Label)) | st.sampled_from(["EMPLOYEE", "X", "NUMÉRO_DE_DOSSIER", "42"])
VALUES = st.tuples(LABELS, st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8))


def minted(values, key=KEY, scope=SCOPE, reserved=()):
    minter = Minter(key, scope, reserved)
    return [minter.mint(*value) for value in values], minter


@given(st.lists(VALUES, max_size=20))
def test_a_pseudonym_needs_no_escape_has_a_fixed_width_and_begins_no_other(values):
    names, minter = minted(values)
    for name, (label, _identity, original) in zip(names, values, strict=True):
        assert name.isascii()
        assert LOOKALIKE.fullmatch(name)
        assert len(name) == len(tag_of(label)) + len("[-IIIIII-FFC]")
        assert not set(name) & set("\"\\<>&'`_*\n")
        assert minter.table[name] == Hidden(original, label)
    assert not any(one != other and other.startswith(one) for one in names for other in names)


@given(st.lists(VALUES, max_size=20))
def test_every_minter_of_a_scope_mints_the_same_and_each_value_once(values):
    names, minter = minted(values)
    assert minted(values)[0] == names
    assert [minter.mint(*value) for value in values] == names
    assert len(minter.table) == len({(label, original) for label, _identity, original in values})


def test_another_key_or_scope_mints_others():
    value = [(Label.PERSON, "roy", "Roy")]
    names = {minted(value, key, scope)[0][0] for key in (KEY, b"k" * 32) for scope in (b"a", b"b")}
    assert len(names) == 4


def test_the_forms_of_one_person_share_the_middle_characters():
    (full, short), _minter = minted([(Label.PERSON, "roy", "Marie Roy"), (Label.PERSON, "roy", "Mme Roy")])
    assert full.split("-")[1] == short.split("-")[1]
    assert full != short


@given(st.text(ALPHABET, min_size=8, max_size=8), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_the_check_character_shows_every_single_error(body, at, wrong):
    code = body + check_character(body)
    damaged = code[:at] + wrong + code[at + 1 :]
    assert (check_character(damaged[:-1]) == damaged[-1]) == (damaged == code)


def test_every_substitution_shows():
    body = "K7Q2M9A3"
    for at in range(8):
        checks = {check_character(body[:at] + letter + body[at + 1 :]) for letter in ALPHABET}
        assert len(checks) == len(ALPHABET)
    assert check_character("IIII") in ALPHABET


def test_what_the_caller_wrote_is_never_minted():
    value = [(Label.PERSON, "roy", "Marie Roy")]
    (first,), _minter = minted(value)
    (second,), _minter = minted(value, reserved=[first])
    assert second != first
    assert second.split("-")[1] == first.split("-")[1]
    minter = Minter(KEY, SCOPE)
    minter.reserve([first, second])
    assert minter.mint(*value[0]) not in {first, second}


def test_a_collision_changes_the_form_before_it_splits_a_person(monkeypatch):
    monkeypatch.setattr(pseudonyms, "_SPELLED", b"01" * 128)
    names, minter = minted([(Label.PERSON, "roy", f"Roy {at}") for at in range(12)])
    assert len(set(names)) == len(minter.table) == 12
    assert len({name.split("-")[1] for name in names[:3]}) == 1


def test_tags():
    assert {tag_of(label) for label in Label} >= {"PERSON", "SIN", "HEALTH"}
    assert len({tag_of(label) for label in Label}) == len(Label)
    assert tag_of("NUMÉRO_DE_DOSSIER") == "NUMRODEDOSSIER"
    assert tag_of("42") == "VALUE"
    assert all(re.fullmatch("[A-Z]{1,16}", tag_of(label)) for label in [*Label, "A" * 40])


def test_a_release_mints_what_the_last_one_minted():
    """What an earlier turn sent has to stay the same bytes; HMAC-SHA-256 of framed parts, written out here."""
    key = hmac.digest(KEY, SCOPE, "sha256")

    def digest(*parts):
        framed = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return hmac.digest(key, framed, "sha256")

    who = digest("who", "PERSON", "zoé roy", "0")
    form = digest("form", "PERSON", "zoé roy", "Zoé Roy", "0")
    letters = "ABCDEFGHJKMNPQRSTVWXYZ"[who[0] % 22] + "".join(ALPHABET[byte & 31] for byte in who[1:6])
    ending = "".join(ALPHABET[byte & 31] for byte in form[:2])
    (name,), _minter = minted([(Label.PERSON, "zoé roy", "Zoé Roy")])
    assert name == f"[PERSON-{letters}-{ending}{check_character(letters + ending)}]"
    assert name == "[PERSON-ENRTRD-25W]"


@pytest.mark.parametrize("odd", ["\ud83d", "\x00", "a" * 10_000])
def test_any_value_can_be_minted(odd):
    assert LOOKALIKE.fullmatch(Minter(KEY, SCOPE).mint(Label.PERSON, odd, odd))


def test_strings_share_a_pseudonym_however_they_are_spelled_and_numbers_have_another():
    value = ("PERSON", "n", "Zoé")
    tokens = ["", '"Zoé"', r'"Zo\u00e9"', r'"Zo\u00E9"', ""]
    names, minter = minted([(*value, token) for token in tokens])
    assert len(set(names)) == 1
    assert minter.table[names[0]].token == r'"Zo\u00e9"', "the first that is not anybody's"
    value = ("CA_SIN", "n", "558073029")
    tokens = ["", "558073029", '"558073029"', "558073029.0", "", "558073029"]
    names, minter = minted([(*value, token) for token in tokens])
    assert [names.index(name) for name in names] == [0, 0, 2, 3, 0, 0]
    assert len({name[:12] for name in names}) == 1
    told = [minter.table[name].token for name in dict.fromkeys(names)]
    assert told == ["558073029", '"558073029"', "558073029.0"]
    again = Minter.resumed(minter.key, minter.table, ())
    assert [again.mint(*value, token) for token in tokens] == names
    assert again.table == minter.table
