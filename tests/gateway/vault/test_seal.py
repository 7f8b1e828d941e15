import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.vault.seal import Owner, Sealer, Unreadable

ONE, TWO = "A" * 64, "B" * 64
NAMES = st.text(max_size=8)


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_sealed_is_opened_with_its_binding_alone(plain, bound):
    sealer = Sealer([ONE])
    sealed = sealer.seal(plain, bound)
    assert sealer.open(sealer.current, sealed, bound) == plain
    with pytest.raises(Unreadable):
        sealer.open(sealer.current, sealed, bound + b"x")


@given(st.binary(min_size=8, max_size=60), st.data())
def test_a_changed_bit_is_seen(plain, data):
    sealer = Sealer([ONE])
    sealed = bytearray(sealer.seal(plain, b"b"))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(Unreadable):
        sealer.open(sealer.current, bytes(sealed), b"b")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(27)])
def test_what_is_no_sealed_text_is_unreadable(sealed):
    sealer = Sealer([ONE])
    with pytest.raises(Unreadable):
        sealer.open(sealer.current, sealed, b"")


def test_no_text_is_sealed_twice_in_the_same_way():
    sealer = Sealer([ONE])
    assert len({sealer.seal(b"x", b"") for _time in range(50)}) == 50


def test_an_old_key_reads_and_the_first_one_writes():
    old, new = Sealer([ONE]), Sealer([TWO, ONE])
    sealed = old.seal(b"x", b"")
    assert new.open(old.current, sealed, b"") == b"x"
    assert new.current == Sealer([TWO]).current != old.current
    with pytest.raises(Unreadable):
        Sealer([TWO]).open(old.current, sealed, b"")


@given(st.tuples(NAMES, NAMES, NAMES), st.tuples(NAMES, NAMES, NAMES))
def test_no_two_entries_lie_in_one_place(one, other):
    (place, reference), (place2, reference2) = (
        (owner.place(named[2]), owner.reference(named[2]))
        for named in (one, other)
        for owner in [Owner(*named[:2])]
    )
    assert (place == place2) is (reference == reference2) is (one == other)
