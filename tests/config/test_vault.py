from base64 import b64encode
from datetime import timedelta

import pytest
from pydantic import ValidationError

from config.errors import ConfigError
from config.load import load
from config.vault import Vault

KEY = b64encode(bytes(range(48))).decode()
CONFIG = """\
organization: {name: I}
providers: {p: {dialect: openai, base_url: "https://e.ca", location: QC}}
"""


def test_a_vault_needs_a_key_and_nothing_else():
    vault = Vault.model_validate({"keys": [KEY]})
    assert (vault.url, vault.ttl, vault.is_shared) == (None, timedelta(days=30), False)
    for wrong in ({}, {"keys": []}, {"keys": ["hunter2"]}, {"keys": [KEY, "c2hvcnQ="]}, {"keys": KEY}):
        with pytest.raises(ValidationError) as caught:
            Vault.model_validate(wrong)
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shared"),
    [
        ("sqlite:///v.db", False),
        ("postgresql://u:p@h/d", False),
        ("postgresql+psycopg://h/d", False),
        ("redis://h:6379/1", True),
        ("rediss://:p@h", True),
        ("valkey://h", True),
        ("valkeys://h", True),
    ],
)
def test_where_it_can_be(url, shared):
    vault = Vault.model_validate({"keys": [KEY], "url": url})
    assert vault.is_shared is shared
    assert url not in repr(vault)


@pytest.mark.parametrize("url", ["", "h", "mysql://h/d", "sqlite:///:memory:", "redis://", "http://h"])
def test_where_it_cannot_be(url):
    with pytest.raises(ValidationError):
        Vault.model_validate({"keys": [KEY], "url": url})


@pytest.mark.parametrize("ttl", ["10 seconds", "99999 days", "30", 30])
def test_how_long_it_cannot_be_kept(ttl):
    with pytest.raises(ValidationError):
        Vault.model_validate({"keys": [KEY], "ttl": ttl})


def test_it_is_read_from_a_file_with_its_keys_from_elsewhere(tmp_path):
    path = tmp_path / "paravent.yaml"
    (tmp_path / "old").write_text(KEY)
    text = 'vault: {url: "sqlite:///v.db", keys: ["${VAULT_KEY}", "file:old"], ttl: 30d}\n'
    path.write_text(CONFIG + text)
    vault = load(path, {"VAULT_KEY": KEY}).vault
    assert vault.url.get_secret_value() == f"sqlite:///{tmp_path}/v.db"
    assert [key.get_secret_value() for key in vault.keys] == [KEY, KEY]
    assert KEY not in repr(vault)
    with pytest.raises(ConfigError) as caught:
        load(path, {"VAULT_KEY": "nothing"})
    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (3, "vault.keys.0")
