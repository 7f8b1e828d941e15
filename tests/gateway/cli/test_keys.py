import re

import pytest

from audit.keys import KeyStore


def test_the_token_is_alone_on_standard_output_and_opens(paravent, configured):
    status, out, err = paravent("keys", "create", "--name", "Jo", "--team", "rh", "--role", "officer")
    assert status == 0
    assert re.fullmatch(r"pv_[\w-]{43}\n", out)
    assert out.strip() not in err
    store = KeyStore(f"sqlite:///{configured / 'paravent.db'}")
    record = store.find(out.strip())
    store.close()
    assert (record.name, record.team, record.role, record.expires) == ("Jo", "rh", "officer", None)


def test_a_key_is_listed_without_its_token_then_revoked(paravent, configured):
    token = paravent("keys", "create", "--name", "Jo", "--expires", "2999-12-31")[1].strip()
    listed = paravent("keys", "list")[1]
    assert "Jo" in listed
    assert "2999-12-31" in listed
    assert "in force" in listed
    assert token not in listed
    assert paravent("keys", "revoke", "Jo")[0] == 0
    assert "revoked" in paravent("keys", "list")[1]
    store = KeyStore(f"sqlite:///{configured / 'paravent.db'}")
    assert store.find(token) is None
    store.close()


def test_the_keys_of_the_providers_are_not_needed(paravent, configured):
    path = configured / "paravent.yaml"
    path.write_text(path.read_text().replace("location: local", "location: local, api_key: '${NOT_HERE}'"))
    assert paravent("keys", "create", "--name", "Jo")[0] == 0
    assert "Jo" in paravent("keys", "list")[1]
    status, _, err = paravent("serve")
    assert status == 1
    assert "NOT_HERE is not set" in err


@pytest.mark.parametrize("options", [("--name", ""), ("--name", " \t"), ("--name", "Jo", "--team", " ")])
def test_a_key_is_somebodys(paravent, configured, options):
    status, out, err = paravent("keys", "create", *options)
    assert (status, out) == (1, "")
    assert "wants a name" in err
    assert not (configured / "paravent.db").exists()


def test_what_cannot_be_is_told(paravent, configured):
    paravent("keys", "create", "--name", "Jo")
    for arguments, told in (
        (("create", "--name", "Jo"), "already named Jo"),
        (("create", "--name", "x", "--expires", "2001-01-01"), "has passed"),
        (("create", "--name", "x" * 500), "cannot be kept"),
        (("revoke", "nobody"), "No key in force"),
    ):
        status, out, err = paravent("keys", *arguments)
        assert (status, out) == (1, "")
        assert told in err


def test_without_a_configuration_there_are_no_keys(paravent):
    status, out, err = paravent("keys", "list")
    assert (status, out) == (1, "")
    assert "paravent init" in err


def test_a_database_that_cannot_be_opened_is_told(paravent, configured):
    path = configured / "paravent.yaml"
    path.write_text(path.read_text() + "database: postgresql://nobody@127.0.0.1:1/x\n")
    status, out, err = paravent("keys", "create", "--name", "Jo")
    assert (status, out) == (1, "")
    assert "database cannot be used" in err
