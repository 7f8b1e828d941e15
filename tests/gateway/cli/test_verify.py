import sqlite3

from audit.faults import Fault
from gateway.cli.verify import _FAULTS


def test_each_fault_is_told():
    assert _FAULTS.keys() == set(Fault)


def test_verify_finds_a_change_and_a_missing_tail(paravent, recorded):
    status, out, err = paravent("audit", "verify")
    assert status == 0
    assert "intact: 3 event(s)" in err
    noted = out.strip()
    assert paravent("audit", "verify", "--expect", noted)[0] == 0
    assert paravent("audit", "verify", "--expect", "9:" + noted.split(":")[1])[0] == 1
    assert paravent("audit", "verify", "--expect", "nonsense")[0] == 1
    database = sqlite3.connect(recorded / "paravent.db")
    database.execute("UPDATE events SET provider = 'maison' WHERE sequence = 1")
    database.commit()
    database.close()
    status, out, err = paravent("audit", "verify")
    assert status == 1
    assert out.splitlines()[0].split("\t")[:2] == ["1", "edited"]
    assert "NOT intact" in err
