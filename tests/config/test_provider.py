import pytest

from config.provider import is_loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "a.localhost"])
def test_hosts_that_are_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "example.com", "localhost.example.com", "10.0.0.1", "0.0.0.0", "127.0.0.1.nip.io"]
)
def test_hosts_that_may_be_another(host):
    assert not is_loopback(host)
