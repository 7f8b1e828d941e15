"""Whatever is shared, an event's own entries and those of its bundles are all of its entries."""

from random import Random  # noqa: TID251 - the same conversations each time, nothing secret

import pytest

from audit import carrying
from audit.carrying import MOST, REACH, Carrying


def entries(*numbers):
    return tuple(("PERSON", f"{number:08x}") for number in sorted(numbers))


def test_what_is_sent_again_is_carried():
    carried = Carrying()
    first = carried.share("talk", 1, entries(*range(20)))
    assert (first.carried, list(first.own)) == ((), list(entries(*range(20))))
    assert carried.share("talk", 2, entries(*range(20))) == carrying.Share((1,), ())
    third = carried.share("talk", 3, entries(*range(23)))
    assert (third.carried, list(third.own)) == ((1,), list(entries(20, 21, 22)))
    assert carried.share("another", 4, entries(*range(20))).carried == ()


def test_what_grows_becomes_another_bundle_once_it_is_worth_it():
    carried = Carrying()
    carried.share("talk", 1, entries(*range(20)))
    carried.share("talk", 2, entries(*range(24)))
    assert list(carried.share("talk", 3, entries(*range(28))).own) == list(entries(*range(20, 28)))
    assert carried.share("talk", 4, entries(*range(28))).carried == (1, 3)


def test_a_bundle_of_which_something_is_missing_is_not_carried():
    carried = Carrying()
    carried.share("talk", 1, entries(*range(20)))
    assert carried.share("talk", 2, entries(*range(1, 30))).carried == ()
    assert carried.share("talk", 3, entries(*range(1, 30))).carried == (2,)


def test_a_bundle_too_far_back_is_written_again():
    carried = Carrying()
    same = entries(*range(20))
    carried.share("talk", 1, same)
    assert carried.share("talk", REACH, same).carried == (1,)
    assert carried.share("talk", REACH + 1, same) == carrying.Share((), same)
    assert carried.share("talk", REACH + 2, same).carried == (REACH + 1,)


def test_what_is_forgotten_is_written_again():
    carried = Carrying()
    carried.share("talk", 1, entries(*range(20)))
    carried.forget()
    assert len(carried) == 0
    assert carried.share("talk", 2, entries(*range(20))).carried == ()


def test_the_least_recent_conversations_are_forgotten(monkeypatch):
    monkeypatch.setattr(carrying, "_REMEMBERED", 50)
    carried = Carrying()
    for place, talk in enumerate("abcabd", 1):
        carried.share(talk, place, entries(*range(20)))
        assert len(carried) <= 50
    assert carried.share("d", 7, entries(*range(20))).carried == (6,)
    assert carried.share("c", 8, entries(*range(20))).carried == ()


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_and_nothing_is_added(seed):
    random = Random(seed)
    carried, written = Carrying(), {}
    talks = {talk: set(range(talk, talk + 30)) for talk in range(3)}
    for sequence in range(1, 400):
        talk = random.randrange(3)
        talks[talk] |= set(random.sample(range(4000), random.randrange(15)))
        if random.random() < 0.05:
            talks[talk] -= set(random.sample(sorted(talks[talk]), 5))
        every = entries(*talks[talk])
        share = carried.share(str(talk), sequence, every)
        written[sequence] = set(share.own)
        assert len(share.carried) <= MOST
        assert set(share.own).union(*(written[bundle] for bundle in share.carried)) == set(every)
        assert all(set(share.own).isdisjoint(written[bundle]) for bundle in share.carried)
