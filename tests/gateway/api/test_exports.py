import asyncio
import csv
import io
import json

import pytest

from audit.export import BYTE_ORDER_MARK

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def export(house, headers=None, **query):
    answer = await house.ask("officer", "GET", "/api/audit/export", params=query, headers=headers or {})
    assert answer.status_code == 200
    return answer


def rows(text, delimiter):
    """Give the rows of a CSV that begins with the mark of UTF-8."""
    assert text[0] == BYTE_ORDER_MARK
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


async def test_every_form_gives_every_event(house):
    await house.call("Dossier 4417.")
    last = house.read(lambda reader: reader.head())[0]
    lines = (await export(house)).text.splitlines()
    # The question itself is on record before it is answered.
    assert [json.loads(line)["sequence"] for line in lines] == list(range(1, last + 2))
    table = rows((await export(house, format="csv")).text, ",")
    assert int(table[-1]["sequence"]) > last
    ocsf = [json.loads(line) for line in (await export(house, format="ocsf")).text.splitlines()]
    assert {each["class_uid"] for each in ocsf} == {6003}
    cef = (await export(house, format="cef")).text.splitlines()
    assert all(line.startswith("CEF:0|Paravent") for line in cef)
    assert len(lines) < len(table) < len(ocsf) < len(cef)


async def test_a_table_is_one_for_a_spreadsheet_of_the_language_that_is_asked_for(house):
    for language, delimiter in (("fr-CA", ";"), ("en-CA,fr;q=0.5", ",")):
        text = (await export(house, {"accept-language": language}, format="csv")).text
        assert rows(text, delimiter)[0]["sequence"] == "1", language


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
