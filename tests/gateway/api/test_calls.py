import json

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def listed():
    def ids(answer):
        return [call["request_id"] for call in answer.json()["calls"]]

    return ids


async def test_calls_are_listed_page_after_page_newest_first(house, listed):
    made = [await house.call(project="Pages") for _ in range(5)]
    found, after = [], None
    while True:
        query = {"project": "Pages", "limit": 2} | ({"after": after} if after else {})
        answer = await house.ask("officer", "GET", "/api/audit/calls", params=query)
        assert answer.status_code == 200
        found += listed(answer)
        after = answer.json()["following"]
        if after is None:
            break
    assert found == made[::-1]
    call = answer.json()["calls"][0]
    assert (call["ending"], call["departure"]["project"]) == ("delivered", "Pages")


async def test_filters_are_those_of_the_commands(house, listed):
    one = await house.call("Dossier 4417.", project="Filtres")
    refused = await house.call("Bonjour.", project="Filtres", purpose="decision")
    for query, expected in (
        ({"label": "ID_NUMBER", "project": "Filtres"}, [one]),
        ({"outcome": "refused"}, [refused]),
        ({"outcome": "delivered", "project": "Filtres"}, [one]),
        ({"team": "com", "project": "Filtres"}, [refused, one]),
        ({"team": "rh"}, []),
        ({"until": "2020-01-01"}, []),
        ({"since": "2999-01-01T00:00:00Z"}, []),
    ):
        answer = await house.ask("officer", "GET", "/api/audit/calls", params=query)
        assert listed(answer) == expected, query
    for body, expected in (
        ({"caller": "staff", "project": "Filtres"}, [refused, one]),
        ({"caller": "nobody"}, []),
        ({"text": "filtr"}, [refused, one]),
        ({"text": "4417"}, []),
        ({"request_id": one[:12]}, [one]),
    ):
        answer = await house.ask("officer", "POST", "/api/audit/calls/search", body)
        assert listed(answer) == expected, body


@pytest.mark.parametrize("name", ["caller", "text", "request_id", "value"])
async def test_what_may_be_somebodys_is_not_taken_from_an_address(house, name):
    answer = await house.ask("officer", "GET", "/api/audit/calls", params={name: "Marie Roy"})
    assert answer.status_code == 400
    assert "Marie" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 501},
        {"limit": 0},
        {"limit": 10**30},
        {"limit": "many"},
        {"after": "9" * 40},
        {"after": "1.2.3"},
        {"after": "-1.5"},
        {"after": "1.' OR 1=1"},
        {"since": "hier"},
        {"since": "0001-01-01"},
        {"since": "999999-01-01"},
        {"outcome": "anything"},
        {"team": ""},
        {"team": "x" * 201},
        {"text": "a\u0000b"},
        {"text": "a\nb"},
        {"team": {"$ne": None}},
        {"team": ["com"]},
        {"order": "at; DROP TABLE events"},
    ],
)
async def test_what_makes_no_sense_is_told_without_what_was_asked(house, body):
    answer = await house.ask("officer", "POST", "/api/audit/calls/search", body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "invalid_request"
    assert set(error.get("fields", [])) <= {"limit", "after", "since", "outcome", "team", "text"}
    assert "DROP" not in answer.text


@pytest.mark.parametrize(
    "text", ["' OR '1'='1", "%", "_%", "\\", "x'; DROP TABLE events; --", '" OR 1=1', "%27%20OR%201"]
)
async def test_nothing_in_a_filter_is_sql(house, text, listed):
    for body in ({"text": text + "aa"}, {"team": text}, {"label": text}, {"model": text}):
        answer = await house.ask("officer", "POST", "/api/audit/calls/search", body)
        assert (answer.status_code, listed(answer)) == (200, []), body
    assert house.read(lambda reader: reader.head())[0] > 0


async def test_one_call_and_one_event_are_shown_with_all_that_is_on_record(house):
    identity = await house.call("Dossier 4417.")
    call = (await house.ask("officer", "GET", f"/api/audit/calls/{identity}")).json()
    assert {"departure", "arrival"} <= call.keys()
    assert call["departure"]["labels"] == {"ID_NUMBER": 1}
    event = (await house.ask("admin", "GET", f"/api/audit/events/{call['departure']['sequence']}")).json()
    assert event == call["departure"]
    for path in (
        "calls/nothing",
        "events/999999",
        "events/0",
        "events/x",
        f"events/{10**30}",
        "calls/%00",
        "calls/" + "x" * 300,
    ):
        answer = await house.ask("officer", "GET", f"/api/audit/{path}")
        assert answer.status_code in (400, 404), path


async def test_calls_are_counted(house):
    await house.call("Dossier 4417 et 5518.", project="Comptes")
    await house.call(project="Comptes")
    for by, expected in (
        ("label", [{"name": "ID_NUMBER", "calls": 1, "values": 2}]),
        ("outcome", [{"name": "delivered", "calls": 2, "values": None}]),
        ("team", [{"name": "com", "calls": 2, "values": None}]),
    ):
        answer = await house.ask("officer", "GET", f"/api/audit/counts?by={by}&project=Comptes")
        assert answer.json() == {"by": by, "counts": expected}
    assert (await house.ask("officer", "GET", "/api/audit/counts?by=person")).status_code == 400


async def test_each_question_is_on_record_with_its_filters_by_name_and_its_results(house):
    await house.call(project="Trace")
    await house.ask("officer", "POST", "/api/audit/calls/search", {"project": "Trace", "text": "Trace"})
    await house.ask("officer", "GET", "/api/audit/counts?by=day&project=Trace")
    listed, counted = house.told("audit.list")[-1], house.told("audit.count")[-1]
    assert (listed.values["name"], counted.values["name"]) == ("officer", "officer")
    detail = json.loads(listed.values["detail"])
    assert detail == {"by": "api", "filters": "project text", "results": "1"}
    assert json.loads(counted.values["detail"])["results"] == "1"
    assert "Trace" not in listed.values["detail"] + counted.values["detail"]


@pytest.mark.parametrize("whose", ["staff", "reviewer"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/audit/calls", None),
        ("POST", "/api/audit/calls/search", {}),
        ("GET", "/api/audit/calls/x", None),
        ("GET", "/api/audit/events/1", None),
        ("GET", "/api/audit/counts?by=day", None),
        ("GET", "/api/audit/export", None),
        ("POST", "/api/audit/lookup", {"value": "4417", "reason": "demande"}),
        ("GET", "/api/audit/verify", None),
        ("POST", "/api/audit/verify", None),
    ],
)
async def test_the_record_is_for_officers_and_who_tried_is_on_record(house, whose, method, path, body):
    before = len(house.told("audit.denied"))
    answer = await house.ask(whose, method, path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "role_not_allowed")
    denied = house.told("audit.denied")
    assert len(denied) == before + 1
    assert (denied[-1].values["name"], denied[-1].values["subject"].split("/")[2]) == (whose, "audit")
