from gateway.state import SealedMemory

KEY = b"k" * 32


def test_what_was_signed_is_known_and_nothing_else():
    memory = SealedMemory(KEY)
    assert not memory.knows("pensée", "s")
    memory.remember("pensée", "s")
    assert memory.knows("pensée", "s")
    assert not memory.knows("pensée ", "s")
    assert not memory.knows("pensé", "es")
    assert not memory.knows("pensée", "t")
    memory.remember("", "s")
    assert memory.knows("", "s")


def test_the_least_recently_signed_is_forgotten_first():
    memory = SealedMemory(KEY, entries=2)
    for text in ("a", "b", "a", "c"):
        memory.remember(text, "s")
    assert [memory.knows(text, "s") for text in "abc"] == [True, False, True]


def test_no_text_is_kept():
    memory = SealedMemory(KEY)
    memory.remember("Tremblay \ud83d", "signature")
    assert "Tremblay" not in repr(vars(memory))
    assert "signature" not in repr(vars(memory))
