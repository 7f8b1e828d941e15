import pytest

from audit.chain import SALTS_BYTES, seal
from audit.errors import AuditUnavailable
from audit.session import Session
from audit.verify import verify

SALT = bytes(range(SALTS_BYTES))


@pytest.fixture
def session(url):
    session = Session(url, 2.0)
    yield session
    session.close()


def test_a_batch_is_linked_in_order_and_another_goes_on_behind_it(url, make, session):
    first = session.commit([seal(make.departure(), SALT), seal(make.refusal(), SALT)])
    second = session.commit([seal(make.refusal(), SALT)])
    assert [link.sequence for link in first + second] == [1, 2, 3]
    assert verify(url, ((link.sequence, link.digest.hex()) for link in first + second)).intact


def test_an_empty_batch_is_a_trial_that_stores_nothing(url, session):
    assert session.commit(()) == []
    assert verify(url).events == 0


def test_a_batch_that_fails_leaves_nothing_and_the_next_one_is_stored(url, make, session, change):
    whole, broken = seal(make.refusal(), SALT), seal(make.refusal(), SALT)
    change("UPDATE head SET sequence = 41")
    session.commit([whole])
    change("UPDATE head SET sequence = 40")  # so that the second of the batch takes the number of that row
    with pytest.raises(AuditUnavailable):
        session.commit([whole, broken])
    session.close()
    assert change("SELECT count(*) FROM events") == [(1,)]
    assert change("SELECT sequence FROM head") == [(40,)]
    change("UPDATE head SET sequence = 42")
    assert [link.sequence for link in session.commit([broken])] == [43]


def test_it_is_made_anew_after_it_was_given_up(url, make, session):
    session.commit([seal(make.refusal(), SALT)])
    session.close()
    session.close()
    assert [link.sequence for link in session.commit([seal(make.refusal(), SALT)])] == [2]


def test_a_database_that_is_not_there_is_told_without_its_address(tmp_path):
    session = Session(f"sqlite:///{tmp_path}/Gagnon/audit.db", 0.5)
    with pytest.raises(AuditUnavailable) as caught:
        session.commit(())
    session.close()
    assert "Gagnon" not in str(caught.value)
