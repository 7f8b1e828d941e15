import pytest

from audit import errors


def test_a_failure_of_the_audit_is_one_family():
    assert issubclass(errors.RecordInvalid, errors.AuditUnavailable)
    assert not issubclass(errors.KeyNameTaken, errors.AuditUnavailable)


@pytest.mark.parametrize("name", ["AuditUnavailable", "RecordInvalid", "KeyNameTaken", "UnknownKey"])
def test_each_says_what_it_means(name):
    assert getattr(errors, name).__doc__
