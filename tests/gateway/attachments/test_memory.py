import gc

from gateway.attachments.kinds.reading import Document, Extract
from gateway.attachments.memory import ExtractMemory

KEY = b"k" * 32
EXTRACT = Extract(Document.PDF, "Marie-Ève Gagnon " * 20, 3, (("images", 2),))


def test_what_was_read_is_remembered_as_it_was():
    memory = ExtractMemory(KEY, 10_000)
    key = memory.key(b"file", "application/pdf", "pdf")
    assert memory.get(key) is None
    memory.put(key, EXTRACT)
    memory.put(key, EXTRACT)
    assert memory.get(key) == EXTRACT
    assert len(memory) == 1


def test_a_file_is_known_by_its_bytes_and_by_what_is_said_of_it():
    memory = ExtractMemory(KEY, 10_000)
    keys = {
        memory.key(*said)
        for said in (
            (b"a", "m", "e"),
            (b"b", "m", "e"),
            (b"a", "n", "e"),
            (b"a", "m", "f"),
            (b"a", "me", ""),
            (b"ea", "m", ""),
        )
    }
    assert len(keys) == 6
    assert ExtractMemory(b"j" * 32, 1).key(b"a", "m", "e") not in keys


def test_the_least_recently_used_are_forgotten_first():
    memory = ExtractMemory(KEY, 1_500)
    keys = [memory.key(bytes([at]), "", "") for at in range(5)]
    for key in keys[:3]:
        memory.put(key, EXTRACT)
    assert memory.get(keys[0]) is not None
    memory.put(keys[3], EXTRACT)
    memory.put(keys[4], EXTRACT)
    assert memory.size <= 1_500
    assert memory.get(keys[1]) is None
    assert memory.get(keys[4]) == EXTRACT


def test_a_memory_of_no_size_remembers_nothing():
    memory = ExtractMemory(KEY, 0)
    key = memory.key(b"a", "", "")
    memory.put(key, EXTRACT)
    assert (memory.get(key), memory.size) == (None, 0)


def test_what_is_kept_holds_no_text():
    memory = ExtractMemory(KEY, 10_000)
    memory.put(memory.key(b"file", "", ""), EXTRACT)
    entries = memory._sealed._kept
    kept = b"".join(name + sealed for name, (sealed, _weight) in entries.items())
    assert b"Gagnon" not in kept
    assert not any(isinstance(part, str) for part in gc.get_referents(entries, *entries.values()))
