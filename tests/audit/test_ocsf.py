import json

import pytest

from audit.chain import MAIN
from audit.ocsf import SCHEMA, ocsf, ocsf_lines
from audit.reader import Reader
from audit.records import Outcome

#: What the class API Activity and its objects require (OCSF 1.7.0).
REQUIRED = (
    *("activity_id", "actor", "api", "category_uid", "class_uid", "metadata", "severity_id"),
    *("src_endpoint", "time", "type_uid"),
)


@pytest.fixture
def events(url, fill, make):
    """Give a function that puts records on the chain and gives the events that they become."""

    def read(*records):
        fill(*records)
        reader = Reader(url)
        found = reader.events(limit=1000)
        reader.close()
        return found

    return read


def test_every_kind_of_event_has_what_the_class_requires(events, make):
    for event in events(*make.story()):
        told = ocsf(event)
        assert not [name for name in REQUIRED if name not in told]
        assert told["metadata"]["version"] == SCHEMA == "1.7.0"
        assert told["metadata"]["product"]["name"]
        assert (
            told["type_uid"] == told["class_uid"] * 100 + told["activity_id"] == 600_300 + told["activity_id"]
        )
        assert told["time"] == round(event.at.timestamp() * 1000)
        assert told["metadata"]["sequence"] == event.sequence
        assert told["metadata"]["uid"] == event.digest
        assert told["api"]["operation"]
        assert {"user", "app_name"} & told["actor"].keys()


def test_a_call_tells_who_what_and_where_to(events, make):
    call = make.departure(location="CA-ON")
    departure, arrival = (ocsf(event) for event in events(call, make.arrival(call.request_id)))
    user = departure["actor"]["user"]
    assert (user["uid"], user["name"], user["type"]) == ("k1", "Poste d’accueil", "staff")
    assert user["groups"] == [{"name": "Mobilisation"}]
    assert departure["dst_endpoint"] == {
        "svc_name": "openai",
        "location": {"country": "CA", "region": "CA-ON"},
    }
    assert departure["unmapped"]["hidden"] == {"PERSON": 2, "CA_SIN": 1}
    assert departure["unmapped"]["model"] == "gpt-5"
    assert (
        departure["metadata"]["correlation_uid"] == arrival["metadata"]["correlation_uid"] == call.request_id
    )
    assert (departure["status_id"], arrival["status_id"]) == (0, 1)


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("US", {"country": "US"}),
        ("QC", {"country": "CA", "region": "CA-QC"}),
        ("local", None),
    ],
)
def test_a_place_is_a_country_and_its_part(events, make, location, told):
    (event,) = events(make.departure(location=location))
    assert ocsf(event)["dst_endpoint"].get("location") == told


def test_what_did_not_go_well_is_a_failure(events, make):
    call = make.departure()
    found = events(call, make.refusal(), make.arrival(call.request_id, outcome=Outcome.INTERRUPTED))
    assert [(ocsf(event)["status_id"], ocsf(event).get("status_code")) for event in found] == [
        (0, None),
        (2, "secret_found"),
        (2, "interrupted"),
    ]
    (denied,) = [ocsf(event) for event in events(make.administration(action="audit.denied"))[3:]]
    assert (denied["status_id"], denied["severity"]) == (2, "Medium")


@pytest.mark.parametrize(
    ("action", "activity"),
    [
        ("audit.list", 2),
        ("key.created", 1),
        ("key.revoked", 4),
        ("held.waiting", 1),
        ("held.approved", 3),
        ("held.expired", 4),
        ("register.entered", 1),
        ("something.else", 99),
    ],
)
def test_an_action_is_one_of_the_activities(events, make, action, activity):
    (event,) = events(make.administration(action=action))
    told = ocsf(event)
    assert (told["activity_id"], told["type_uid"]) == (activity, 600_300 + activity)


def test_what_an_officer_wrote_is_left_out_and_nothing_else_of_the_record_is(events, make):
    found = events(*make.story(), make.administration(detail={"reason": "phacochère"}))
    lines = list(ocsf_lines(found))
    assert "phacochère" not in "".join(lines)
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(ocsf(event))) for event in found]
    for event, line in zip(found, lines, strict=True):
        for name in set(MAIN) - {"detail", "location"}:
            if name in event.values:
                assert json.dumps(event.values[name], ensure_ascii=False).strip('"') in line, name
