import asyncio

import pytest

from tests.conftest import change

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def verified(house, whose="officer"):
    started = await house.ask(whose, "POST", "/api/audit/verify")
    assert (started.status_code, started.json()["running"]) == (202, True)
    for _ in range(500):
        told = (await house.ask("officer", "GET", "/api/audit/verify")).json()
        if not told["running"]:
            return told["last"]
        await asyncio.sleep(0.02)
    raise AssertionError("it does not end")


async def test_nothing_is_told_before_one_was_asked_for(house):
    assert (await house.ask("officer", "GET", "/api/audit/verify")).json() == {"running": False, "last": None}


async def test_what_was_found_is_told_and_on_record(house):
    await house.call()
    found = await verified(house)
    assert (found["intact"], found["by"], found["problems"]) == (True, "officer", [])
    assert found["events"] == found["sequence"] > 0
    assert found["digest"] == house.read(lambda reader: reader.event(found["sequence"])).digest
    assert house.told("audit.verified")[-1].values["name"] == "officer"


async def test_a_change_is_told_with_its_place(house):
    identity = await house.call()
    sequence = house.read(lambda reader: reader.call(identity)).departure.sequence
    change(house.url, "UPDATE events SET model = 'other' WHERE sequence = ?", sequence)
    found = await verified(house, "admin")
    assert (found["intact"], found["by"]) == (False, "admin")
    assert found["problems"] == [{"sequence": sequence, "fault": "edited", "part": "main"}]
