from datetime import UTC, date, datetime, timedelta

import pytest

from audit.registers.entries import Registers
from audit.registers.incidents import incident, open_incident
from audit.verify import verify
from gateway.cli.registers import today

ASSESSED = (
    *("--sensitivity", "renseignements médicaux", "--consequences", "atteinte à la réputation"),
    *("--probability", "peu probable", "--reasons", "les textes ont été supprimés"),
)


@pytest.fixture
def reference(recorded, words):
    return entered(recorded, date(2026, 3, 1))


def entered(folder, known):
    registers = Registers(f"sqlite:///{folder / 'paravent.db'}")
    with registers.writing(datetime.now(UTC), "officer") as pen:
        reference = open_incident(pen, known=known, day=date(2026, 3, 1))
    registers.close()
    return reference


def now(folder, reference):
    registers = Registers(f"sqlite:///{folder / 'paravent.db'}")
    with registers.reading() as connection:
        found = incident(connection, reference)
    registers.close()
    return found


def test_an_incident_is_followed_to_its_end(paravent, recorded, reference, actions):
    def step(name, *options):
        code, _out, err = paravent("incidents", name, reference, *options)
        assert code == 0, err
        return err

    step("describe", "--persons", "3", "--information", "des noms", "--known", "2026-02-27")
    step("note", "--text", "Le fournisseur a confirmé la suppression.")
    assert "notify" in step("assess", "--serious", *ASSESSED)
    assert paravent("incidents", "close", reference)[0] == 1
    step("notify", "--to", "cai", "--on", "2026-03-02")
    code, _out, err = paravent("incidents", "close", reference)
    assert (code, "persons" in err) == (1, True)
    step("notify", "--to", "persons", "--text", "par lettre")
    step("close", "--measures", "Contrat revu")
    found = now(recorded, reference)
    assert (found.persons, found.information, found.known) == (3, "des noms", date(2026, 2, 27))
    assert (found.assessment.by, found.assessment.serious) == ("A", True)
    assert [notice.on for notice in found.notices] == [date(2026, 3, 2), today()]
    assert found.measures == "Contrat revu"
    assert paravent("incidents", "describe", reference, "--persons", "4")[0] == 1
    assert ("incidents.describe", reference, {"said": "information, known, persons"}) in actions()
    assert "médicaux" not in str(actions())
    code, out, _err = paravent("incidents", "show", reference)
    assert (code, len(out.splitlines())) == (0, 8)
    assert "renseignements médicaux" in out
    assert verify(f"sqlite:///{recorded / 'paravent.db'}").intact


def test_one_that_is_not_assessed_is_not_closed(paravent, recorded, reference):
    code, _out, err = paravent("incidents", "close", reference)
    assert (code, "assess" in err) == (1, True)
    assert now(recorded, reference).closed is None


def test_without_serious_injury_no_notice_is_asked_for(paravent, recorded, reference):
    assert paravent("incidents", "assess", reference, "--not-serious", *ASSESSED, "--by", "Le comité")[0] == 0
    assert paravent("incidents", "close", reference)[0] == 0
    assert now(recorded, reference).assessment.by == "Le comité"


def test_words_with_personal_information_are_kept_only_when_meant(paravent, recorded, reference):
    note = ("incidents", "note", reference, "--text", "Appelé Marie-Ève Gagnon")
    assert paravent(*note)[0] == 1
    assert now(recorded, reference).notes == []
    assert paravent(*note, "--anyway")[0] == 0
    assert now(recorded, reference).notes[0][1] == "Appelé Marie-Ève Gagnon"


@pytest.mark.parametrize(
    "options",
    [
        ("describe", "INC-2026-0001"),
        ("describe", "INC-2026-0001", "--known", str(today() + timedelta(1))),
        ("notify", "INC-2026-0001", "--to", "cai", "--on", str(today() + timedelta(1))),
        ("note", "INC-1999-0001", "--text", "vu"),
        ("show", "INC-1999-0001"),
        ("note", "INC-2026-0001", "--text", "x" * 2001),
    ],
)
def test_what_cannot_be_entered_is_told(paravent, reference, options, actions):
    entries = len(actions("register."))
    code, out, err = paravent("incidents", *options)
    assert (code, out) == (1, "")
    assert err
    assert len(actions("register.")) == entries


def test_it_is_erased_when_it_was_kept_long_enough_and_not_before(paravent, recorded, reference, actions):
    old = entered(recorded, today() - timedelta(days=5 * 366))
    erase = ("incidents", "erase", old, "--reason", "durée écoulée")
    assert paravent(*erase)[0] == 1
    for each in (old, reference):
        assert paravent("incidents", "assess", each, "--not-serious", *ASSESSED)[0] == 0
        assert paravent("incidents", "close", each)[0] == 0
    assert paravent("incidents", "erase", reference, "--reason", "x")[0] == 1
    assert paravent(*erase)[0] == 0
    assert paravent("incidents", "show", old)[0] == 1
    assert actions("register.erased") == [("register.erased", old, {"entries": "3"})]
    assert verify(f"sqlite:///{recorded / 'paravent.db'}").intact
