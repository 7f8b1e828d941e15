from base64 import b64encode

import pytest

from config.settings import Settings
from gateway.vault.entries import Vault
from gateway.vault.opening import served, vault_of

KEY = b64encode(bytes(48)).decode()


def settings(database, **sections):
    local = {"dialect": "openai", "base_url": "http://127.0.0.1:1/v1", "location": "local"}
    return Settings.model_validate(
        {"organization": {"name": "I"}, "database": database, "providers": {"p": local}, **sections}
    )


async def test_without_a_vault_there_is_none(tmp_path):
    assert vault_of(settings(f"sqlite:///{tmp_path}/a.db")) is None
    async with served(None):
        pass


async def test_a_vault_is_in_the_audits_database_unless_it_has_its_own(tmp_path, owner, kept):
    audit, own = (f"sqlite:///{tmp_path}/{name}.db" for name in ("audit", "own"))
    for section, file in (({}, "audit.db"), ({"url": own}, "own.db")):
        vault = vault_of(settings(audit, vault={"keys": [KEY], **section}))
        assert isinstance(vault, Vault)
        async with served(vault):
            await vault.keep(owner, "resp_1", kept)
            assert await vault.recall(owner, ["resp_1"]) == kept
        held = b"".join(path.read_bytes() for path in tmp_path.glob(f"{file}*"))
        assert owner.reference("resp_1") in held


@pytest.mark.parametrize("scheme", ["redis", "valkey"])
async def test_a_vault_in_valkey(tmp_path, redis_url, scheme, owner, kept):
    url = redis_url.replace("redis://", f"{scheme}://")
    vault = vault_of(settings(f"sqlite:///{tmp_path}/a.db", vault={"keys": [KEY], "url": url}))
    assert vault is not None
    async with served(vault):
        await vault.keep(owner, "resp_1", kept)
        assert await vault.recall(owner, ["resp_1"]) == kept
        await vault.erase(owner, ["resp_1"])
    assert not (tmp_path / "a.db").exists()
