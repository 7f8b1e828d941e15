"""What is found is compared with a reading of every entry, on calls that share few words in many ways."""

from datetime import timedelta
from itertools import combinations

import pytest

from audit import carrying, matching
from audit.calls import Strength
from audit.chain import DetailClass, moment
from audit.database import Access, open_engine
from audit.index import IndexKey, entries_of, questions
from audit.matching import find
from audit.retention import erase
from audit.verify import verify

KEYS = (IndexKey(b"k" * 32), IndexKey(b"o" * 32))
FIRST, LAST = ("Marie", "Ève", "Jean", "Zoé"), ("Tremblay", "Roy", "Côté")
NAMES = [
    *(f"{first} {last}" for first in FIRST for last in LAST[:2]),
    *FIRST,
    *LAST,
    "Marie Ève Tremblay Roy",
    "418 555-0142",
]


def said(number):
    """Which values the call of a number hides, and by which key: each value in some calls, no two alike."""
    named = [name for place, name in enumerate(NAMES) if (number * 7 + place * 5) % (place + 3) == 0]
    return named, KEYS[number % 5 == 0]


@pytest.fixture
def connection(url, fill, make):
    calls = []
    for number in range(60):
        named, key = said(number)
        labels = ("PERSON", "CONFIDENTIAL_TERM")[: 1 + (number % 11 == 0)]
        calls.append(
            make.departure(entries=entries_of([(label, name) for name in named for label in labels], key))
        )
    fill(*calls)
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(params=[5, 25, 10_000])
def resent(request, url, fill, make, monkeypatch):
    """Put conversations on record that are sent again and grow, side by side, some of them forgotten half-way."""
    monkeypatch.setattr(carrying, "REACH", request.param)
    monkeypatch.setattr(matching, "REACH", request.param)
    monkeypatch.setattr(carrying, "_WORTH", 2)
    monkeypatch.setattr(carrying, "MOST", 3)
    calls = []
    for number in range(90):
        talk, turn = number % 4, number // 4
        names = [name for place, name in enumerate(NAMES) if (place + talk) % 4 == 0 or place < turn % 12]
        named = [("PERSON", name) for name in names if talk != 3 or name not in FIRST[: turn % 3]]
        calls.append(make.departure(scope=f"talk {talk}", entries=entries_of(named, KEYS[talk == 1])))
    fill(*calls)
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def found(connection, question, after, limit):
    return [(each.sequence, each.strength, each.labels) for each in find(connection, question, after, limit)]


def read_all(change, asked):
    """Answer a question by looking at every entry."""
    events = {}
    wrote = change("SELECT sequence, entry, label FROM entries")
    bearers = change("SELECT bundle, sequence FROM carried") + [(row[0], row[0]) for row in wrote]
    for bundle, sequence in set(bearers):
        if sequence > 0:
            events.setdefault(sequence, []).extend(
                (bytes(entry).hex(), label) for writer, entry, label in wrote if writer == bundle
            )
    for sequence in sorted(events, reverse=True):
        has = {entry for entry, _ in events[sequence]}
        wanted = {entry for question in asked for entry in (question.whole, *question.parts)}
        labels = tuple(sorted({label for entry, label in events[sequence] if entry in wanted}))
        if any(question.whole in has for question in asked):
            yield sequence, Strength.WHOLE, labels
        elif any(question.parts and question.parts <= has for question in asked):
            yield sequence, Strength.PARTS, labels


@pytest.mark.parametrize("some", [1, 4, 500])
def test_what_is_found_is_what_every_entry_tells(connection, change, monkeypatch, some):
    _compare_all(connection, change, monkeypatch, some)


@pytest.mark.parametrize("some", [1, 4, 500])
def test_what_is_carried_is_found_as_if_it_were_written_again(resent, change, monkeypatch, some):
    assert len(change("SELECT * FROM carried")) > 50
    _compare_all(resent, change, monkeypatch, some)


def test_what_an_erased_event_wrote_is_found_where_it_is_carried(url, resent, change, monkeypatch, make):
    erase(
        url,
        {DetailClass.INDEX: timedelta(0)},
        moment(change("SELECT at FROM events WHERE sequence = 40")[0][0]),
        "x",
    )
    assert change("SELECT count(*) FROM entries WHERE sequence < 0")[0][0]
    assert change("SELECT min(sequence) FROM carried") == [(40,)]
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        _compare_all(connection, change, monkeypatch, 4)
    engine.dispose()
    assert verify(url).intact


def _compare_all(connection, change, monkeypatch, some):
    monkeypatch.setattr(matching, "_SOME", some)
    asked = [*NAMES, *(" ".join(pair) for pair in combinations((*FIRST, *LAST), 2)), "Personne", "Marie Non"]
    strengths = set()
    for value in asked:
        question = questions(value, KEYS)
        whole = list(read_all(change, question))
        strengths |= {strength for _, strength, _ in whole}
        assert found(connection, question, None, 1_000) == whole, value
        for limit in (1, 4):
            got, after = [], None
            while page := found(connection, question, after, limit):
                got += page
                after = page[-1][0]
            assert got == whole, (value, limit)
    assert strengths == set(Strength)


def test_words_that_never_go_together_are_found_in_no_call(url, fill, make):
    key = KEYS[0]
    fill(*(make.departure(entries=entries_of([("PERSON", word)], key)) for word in ("Marie", "Roy") * 5))
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        assert find(connection, questions("Marie Roy", [key]), None, 10) == []
        assert len(find(connection, questions("Roy", [key]), None, 10)) == 5
    engine.dispose()


def test_the_rarest_word_is_the_one_whose_entries_reach_furthest_back(url, fill, make, monkeypatch):
    monkeypatch.setattr(matching, "_SOME", 3)
    key = KEYS[0]

    def entry(word):
        return bytes.fromhex(key.entry("part", word))

    said = ["roy"] * 2 + ["jean", "zoe"] * 3 + ["jean"] * 4 + ["roy"] * 2 + ["marie"] * 2
    fill(*(make.departure(entries=entries_of([("PERSON", word)], key)) for word in said))
    words = [entry(word) for word in ("jean", "zoe", "roy", "marie")]
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        sort = matching._rarest_first
        assert sort(connection, words, None) == [entry(word) for word in ("marie", "roy", "zoe", "jean")]
        assert sort(connection, words[:2], 4) == sorted(words[:2]), "too few before it to tell"
        assert sort(connection, words[:1], None) == words[:1]
    engine.dispose()


def test_each_is_told_with_the_call_it_is_of(url, fill, make):
    departure = make.departure(entries=entries_of([("PERSON", "Zoé Roy")], KEYS[0]))
    fill(make.refusal(), departure)
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        (told,) = find(connection, questions("Roy", KEYS), None, 10)
    engine.dispose()
    assert told == (2, departure.request_id, Strength.PARTS, ("PERSON",))


def test_nothing_asked_finds_nothing(connection):
    assert find(connection, (), None, 10) == []
