import pytest
from pydantic import ValidationError

from config.siem import Siem


def test_events_go_over_tls_unless_said_otherwise():
    siem = Siem.model_validate({"format": "ocsf", "syslog": {"host": "siem.exemple.qc.ca"}})
    assert (siem.syslog.protocol, siem.syslog.port, siem.stdout) == ("tls", 6514, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "ocsf"},
        {"stdout": True},
        {"format": "leef", "stdout": True},
        {"format": "cef", "stdout": True, "syslog": {"host": "h"}},
        {"format": "cef", "syslog": {"host": "h", "protocol": "http"}},
        {"format": "cef", "syslog": {"host": "h h"}},
        {"format": "cef", "syslog": {"host": "h", "port": 0}},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        Siem.model_validate(wrong)
