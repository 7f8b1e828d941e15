import json

import pytest


@pytest.fixture
def marked(tmp_path):
    folder = tmp_path / "marked" / "sub"
    folder.mkdir(parents=True)
    (folder / "001.txt").write_text(
        "# lang=fr genre=lettre\n\nNAS [[CA_SIN|046 454 286]], dossier [[ID_NUMBER|zzz]].\n"
    )
    (folder / "002.txt").write_text("# lang=fr genre=note\n\nÉcrire à a@b.ca demain matin.\n")
    return folder.parent


def test_tables_by_label_and_by_genre(paravent, marked):
    status, out, err = paravent("evaluate", str(marked), "--errors")
    assert status == 0
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.split()}
    assert rows["CA_SIN"][:3] == ["1", "1", "1.000"]
    assert rows["ID_NUMBER"][:2] == ["1", "0"]
    assert "lettre" in rows
    assert "note" in rows
    assert "sub/001.txt: missed ID_NUMBER: …NAS 046 454 286, dossier [[zzz]].⏎…" in out
    assert "sub/002.txt: false EMAIL_ADDRESS" in out
    assert "1 documents without marks (5 words): 1 false masks, 200.00 per 1,000 words." in err


def test_json_holds_the_same(paravent, marked):
    _, out, _ = paravent("evaluate", str(marked), "--json", "--errors")
    report = json.loads(out)
    assert report["documents"] == 2
    assert report["labels"]["CA_SIN"]["strict"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert report["clean"]["false_masks"] == 1
    assert report["total"]["leaked_characters"] == 3
    assert {error["fault"] for error in report["errors"]} == {"missed", "false"}


def test_documents_that_cannot_be_used_are_told(paravent, marked, tmp_path):
    (marked / "bad.txt").write_text("# lang=fr\n\n[[PRSON|x]]\n")
    status, out, err = paravent("evaluate", str(marked))
    assert (status, out) == (1, "")
    assert "bad.txt: line 3: PRSON is not a label" in err
    (tmp_path / "empty").mkdir()
    assert paravent("evaluate", str(tmp_path / "empty"))[0] == 1


def test_a_page_is_written_for_its_owner(paravent, marked, tmp_path):
    status, out, err = paravent("evaluate", str(marked), "--html", "report.html")
    page = tmp_path / "report.html"
    assert status == 0
    assert "CA_SIN" in out
    assert "report.html is written. It holds text of the documents" in err
    assert page.stat().st_mode & 0o777 == 0o600
    assert '<html lang="en">' in page.read_text("utf-8")
    assert "sub/001.txt" in page.read_text("utf-8")


def test_a_page_that_cannot_be_written_is_told(paravent, marked):
    status, _, err = paravent("evaluate", str(marked), "--html", "nowhere/report.html")
    assert status == 1
    assert "nowhere/report.html cannot be written (No such file or directory)." in err


def test_beside_stock_presidio(paravent, marked):
    status, out, err = paravent("evaluate", str(marked), "--beside", "stock")
    assert status == 0
    rows = [line.split() for line in out.partition("Side by side")[2].splitlines()]
    sin = next(at for at, row in enumerate(rows) if row[:2] == ["CA_SIN", "Paravent"])
    assert rows[sin][2:5] == ["1", "1", "1.000"]
    assert rows[sin + 1][:2] == ["Presidio", "1"]
    assert "characters per second" in err


def test_json_holds_both_detectors(paravent, marked):
    _, out, _ = paravent("evaluate", str(marked), "--json", "--beside", "stock")
    ours, theirs = json.loads(out)["side_by_side"]
    assert (ours["detector"], theirs["detector"]) == ("Paravent", "Presidio")
    assert ours["labels"]["CA_SIN"]["strict"]["recall"] == 1.0
    assert theirs["labels"]["EMAIL_ADDRESS"]["findings"] == 1
    assert min(ours["characters_per_second"], theirs["characters_per_second"]) > 0
