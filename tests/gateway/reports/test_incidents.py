from datetime import UTC, date, datetime

from audit.registers.incidents import Assessment, Incident, Notice, Reach, Recipient
from gateway.reports.incidents import document

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
WANTED = (
    *("information", "circumstances", "occurred", "known", "persons"),
    *("assessment", "notices", "measures"),
)


def rows(reader, incident, reach):
    found = document([(incident, reach)], reader)
    keys = [column.key for column in found.tables[0].columns]
    assert set(WANTED) <= set(keys)
    return dict(zip(keys, found.tables[0].rows[0], strict=True))


def test_an_incident_has_all_that_the_regulation_wants(reader):
    incident = Incident(
        "INC-2026-0001",
        AT,
        "officer",
        date(2026, 11, 24),
        "Erreur d’envoi",
        "Noms",
        "le 20",
        3,
        "Contrat revu",
        Assessment(AT, "Ada", True, "haute", "vol", "faible", "prudence"),
        [Notice(Recipient.CAI, date(2026, 11, 25), None)],
        closed=AT,
    )
    row = rows(reader, incident, Reach(2, None, None, {}, {}))
    assert all(row[name] for name in WANTED)
    assert (row["persons"], row["calls"], row["closed"], row["keep_until"]) == (
        3,
        2,
        date(2026, 11, 24),
        date(2031, 11, 24),
    )
    for piece in ("Ada", "2026-11-24", "haute", "vol", "faible", "prudence"):
        assert piece in row["assessment"]
    assert "2026-11-25" in row["notices"]


def test_what_was_not_said_comes_from_the_calls(reader):
    incident = Incident("INC-2026-0001", AT, "missed", date(2026, 11, 24))
    day = 86_400_000_000
    row = rows(reader, incident, Reach(2, 0, day, {"openai": 2}, {"PERSON": 4}))
    assert "PERSON = 4" in row["information"]
    assert "1970-01-01" in row["occurred"]
    assert "1970-01-02" in row["occurred"]
    assert row["circumstances"]
    assert (row["assessment"], row["notices"], row["measures"], row["persons"]) == (None,) * 4
    assert rows(reader, incident, Reach(1, 5, 5, {}, {}))["occurred"] == "1970-01-01"
    assert rows(reader, incident, Reach(0, None, None, {}, {}))["occurred"] is None


def test_how_long_it_is_kept_is_not_told_as_certain(reader):
    found = document([], reader)
    assert any(
        "r. 3.1" in note and ("not checked" in note or "pas été vérifiée" in note) for note in found.notes
    )
