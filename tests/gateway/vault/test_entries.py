import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.errors import Unavailable, Unknown
from gateway.privacy.kept import Kept
from gateway.privacy.pseudonyms import Hidden
from gateway.vault.entries import Vault
from gateway.vault.seal import Owner, Sealer
from gateway.vault.valkey import Valkey


async def test_what_one_replica_keeps_another_recalls(open_vault, owner, kept):
    one, two = await open_vault(), await open_vault()
    await one.keep(owner, "resp_1", kept, ["msg_1", "rs_1"])
    for ids in (["resp_1"], ["msg_1"], ["rs_1", "resp_1"]):
        found = await two.recall(owner, ids)
        assert (found, list(found.table)) == (kept, list(kept.table))
    await two.erase(owner, ["resp_1"])
    for ids in (["resp_1"], ["msg_1"]):
        with pytest.raises(Unknown):
            await one.recall(owner, ids)


async def test_a_conversation_grows_by_what_each_call_adds(open_vault, owner, kept):
    vault = await open_vault()
    await vault.keep(owner, "conv_1", kept)
    more = {"[PERSON-AAAAAA-AAA]": Hidden("Luc Roy", "PERSON")}
    others = {"[PERSON-BBBBBB-BBB]": Hidden("Zoé Côté", "PERSON")}
    await asyncio.gather(
        vault.keep(owner, "conv_1", Kept(kept.key, more)), vault.keep(owner, "conv_1", Kept(kept.key, others))
    )
    found = await vault.recall(owner, ["conv_1"])
    assert found == Kept(kept.key, {**kept.table, **more, **others}, kept.reserved)
    assert list(found.table)[:2] == list(kept.table)


async def test_nothing_is_found_for_anybody_else(open_vault, owner, kept):
    vault = await open_vault()
    await vault.keep(owner, "resp_1", kept, ["msg_1"])
    for other in (Owner("team:x", owner.provider), Owner(owner.team, "azure"), Owner("", "")):
        for id_ in ("resp_1", "msg_1"):
            with pytest.raises(Unknown) as caught:
                await vault.recall(other, [id_])
            assert caught.value.code == "stored_unknown"
    with pytest.raises(Unknown):
        await vault.recall(owner, ["resp_1", "resp_2"])


async def test_an_entry_that_was_changed_or_moved_is_not_restored(open_vault, owner, kept, corrupt):
    vault = await open_vault()
    await vault.keep(owner, "resp_1", kept)
    await vault.keep(owner, "resp_2", replace(kept, table={}))
    taken = []
    corrupt(owner.reference("resp_2"), lambda sealed: taken.append(sealed) or sealed)
    corrupt(owner.reference("resp_1"), lambda sealed: taken[0])
    with pytest.raises(Unknown):
        await vault.recall(owner, ["resp_1"])
    assert await vault.recall(owner, ["resp_2"]) == replace(kept, table={})
    corrupt(owner.reference("resp_2"), lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Unknown):
        await vault.recall(owner, ["resp_2"])


async def test_a_rotated_key_reads_and_what_it_reads_is_encrypted_anew(open_vault, owner, kept, key, new_key):
    newer = new_key()
    before, after = await open_vault(), await open_vault(newer, key)
    await before.keep(owner, "resp_1", kept, ["msg_1"])
    assert await after.recall(owner, ["msg_1"]) == kept
    # The old key can go.
    alone = await open_vault(newer)
    assert await alone.recall(owner, ["msg_1", "resp_1"]) == kept
    with pytest.raises(Unknown):
        await before.recall(owner, ["resp_1"])


async def test_a_lost_key_restores_nothing(open_vault, owner, kept, new_key):
    await (await open_vault()).keep(owner, "resp_1", kept)
    with pytest.raises(Unknown):
        await (await open_vault(new_key())).recall(owner, ["resp_1"])


async def test_an_entry_ends_with_its_time(open_vault, owner, kept):
    brief = await open_vault(ttl=timedelta(milliseconds=-1))
    await brief.keep(owner, "resp_1", kept)
    with pytest.raises(Unknown):
        await brief.recall(owner, ["resp_1"])
    vault = await open_vault()
    await vault.keep(owner, "resp_2", kept)
    purging = asyncio.create_task(brief.purge_forever())
    await asyncio.sleep(0.2)
    purging.cancel()
    assert await vault.recall(owner, ["resp_2"]) == kept


async def test_no_value_can_be_read_in_the_store(open_vault, owner, kept, everything):
    vault = await open_vault()
    await vault.keep(owner, "resp_1", kept, ["msg_1"])
    held = everything()
    assert owner.reference("resp_1") in held
    secrets = [form for hidden in kept.table.values() for form in (hidden.original, hidden.original[:9])]
    secrets += [*kept.table, "resp_1", "msg_1", owner.team, kept.key.decode("latin-1")]
    assert not [text for text in secrets if text.encode("utf-8") in held or text.encode("latin-1") in held]


async def test_a_store_that_fails_is_told_as_one(owner, new_key):
    vault = Vault(Valkey("redis://127.0.0.1:1"), Sealer([new_key()]), timedelta(days=1))
    for asked in (vault.check(), vault.recall(owner, ["resp_1"])):
        with pytest.raises(Unavailable) as caught:
            await asked
        assert caught.value.code == "vault_unavailable"
    await vault.close()
