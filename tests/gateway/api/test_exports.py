import asyncio
import csv
import io
import json

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def export(house, **query):
    answer = await house.ask("officer", "GET", "/api/audit/export", params=query)
    assert answer.status_code == 200
    return answer


async def test_every_form_gives_every_event(house):
    await house.call("Dossier 4417.")
    last = house.read(lambda reader: reader.head())[0]
    lines = (await export(house)).text.splitlines()
    # The question itself is on record before it is answered.
    assert [json.loads(line)["sequence"] for line in lines] == list(range(1, last + 2))
    table = list(csv.DictReader(io.StringIO((await export(house, format="csv")).text)))
    assert int(table[-1]["sequence"]) > last
    ocsf = [json.loads(line) for line in (await export(house, format="ocsf")).text.splitlines()]
    assert {each["class_uid"] for each in ocsf} == {6003}
    cef = (await export(house, format="cef")).text.splitlines()
    assert all(line.startswith("CEF:0|Paravent") for line in cef)
    assert len(lines) < len(table) < len(ocsf) < len(cef)


async def test_an_export_goes_on_after_an_event_and_within_a_time(house):
    await house.call()
    first = json.loads((await export(house, after=2)).text.splitlines()[0])
    assert first["sequence"] == 3
    assert (await export(house, until="2020-01-01")).text == ""
    assert (await house.ask("officer", "GET", "/api/audit/export?after=-1")).status_code == 400
    assert (await house.ask("officer", "GET", "/api/audit/export?format=xml")).status_code == 400


async def test_that_it_was_asked_for_and_what_it_gave_are_on_record(house):
    count = len((await export(house, since="2020-01-01")).text.splitlines())
    asked = house.told("audit.export")[-1]
    assert json.loads(asked.values["detail"]) == {"by": "api", "filters": "since", "format": "jsonl"}
    for _ in range(200):
        given = [json.loads(event.values["detail"])["results"] for event in house.told("audit.exported")]
        if str(count) in given:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(given)
