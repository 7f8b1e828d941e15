"""The digests are made again from the row, and agree with those of the part that writes."""

import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.chain import SALTS_BYTES, ZERO, Detail, digest_after, seal
from audit.models import events
from audit.records import LARGEST, Administration, fit
from audit.sound import judge

NAMES = events.c.keys()
OWN = bytes(range(32))


def written(record, previous=OWN, sequence=7):
    """The rows that a record leaves, as lists: of the event, of the labels, of the entries."""
    sealed = seal(record, os.urandom(SALTS_BYTES))
    digest = digest_after(previous, sequence, sealed.spine, sealed.digests)
    row = [
        *(sequence, digest, *sealed.spine, *sealed.digests, *sealed.salts),
        *(None, None, None, *sealed.caller, *sealed.main),
    ]
    labels = [(sequence, label, count, sealed.spine[0]) for label, count in sealed.labels]
    pairs = [(sequence, bytes.fromhex(entry), label) for label, entry in sealed.entries]
    return row, labels, pairs


def test_what_is_written_is_sound(make):
    for record in make.story():
        for previous in (ZERO, OWN):
            row, labels, pairs = written(record, previous)
            assert judge(previous, row, labels[::-1], pairs[::-1]) == (True, [], [])


def test_an_event_after_another_does_not_follow(make):
    row, labels, pairs = written(make.departure())
    assert judge(ZERO, row, labels, pairs) == (False, [], [])


OTHER = {bytes: b"\1" * 32, str: "autre", int: 99}


def test_each_column_changed_is_told(make):
    for record in make.story():
        row, labels, pairs = written(record)
        for place, name in enumerate(NAMES):
            for new in {*OTHER.values(), None} - {row[place]}:
                changed = [*row[:place], new, *row[place + 1 :]]
                try:
                    told = judge(OWN, changed, labels, pairs)
                except (AttributeError, TypeError, ValueError):
                    continue
                assert not told.follows or told.edited or told.erased, (name, new)


def test_an_erased_detail_is_told_with_what_is_left_of_it(make):
    row, labels, pairs = written(make.departure())
    row[NAMES.index("index_salt")], row[NAMES.index("index_erased")] = None, 12
    assert judge(OWN, row, labels, []) == (True, [], [(Detail.INDEX, 12, row[NAMES.index("index_digest")])])
    assert judge(OWN, row, labels, pairs).edited == [Detail.INDEX], "something is left of it"


@given(st.sampled_from(NAMES), st.floats())
def test_a_number_with_a_fraction_is_refused_wherever_it_stands(name, value):
    row = [None] * len(NAMES)
    row[NAMES.index(name)] = value
    with pytest.raises(TypeError):
        judge(ZERO, row, (), ())


@given(st.text(st.characters(codec="utf-8"), max_size=50), st.integers(0, LARGEST), st.text('é"\\\n\x7f<😀'))
def test_any_text_and_number_is_encoded_as_it_was(text, number, other):
    detail = {"reason": fit(text), "b": fit(other)}
    record = Administration(datetime.now(UTC), fit(text), "audit.lookup", fit(other), detail)
    row, labels, pairs = written(record, sequence=number)
    assert judge(OWN, row, labels, pairs).follows
    assert not judge(OWN, row, labels, pairs).edited
