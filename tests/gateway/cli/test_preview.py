import re

LETTER = "Bonjour Mme Marie-Ève Gagnon,\nvotre NAS 046 454 286 est noté.\nMme Gagnon, à bientôt."


def test_the_text_is_shown_as_it_would_leave_and_why(paravent, tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    status, out, _ = paravent("preview", "letter.txt")
    assert status == 0
    text, _, table = out.partition("\n\n") if "\n\n" in out else (out[: len(LETTER) + 60], "", out)
    shown = out.partition("What was hidden")[0]
    assert "Gagnon" not in shown
    assert "046 454 286" not in shown
    people = re.findall(r"\[PERSON-(\w{6})-\w{3}\]", shown)
    assert len(people) == 2
    assert people[0] == people[1], "the surname alone is the same person"
    assert shown.startswith("Bonjour Mme [PERSON-")
    assert "Marie-Ève Gagnon" in out
    assert "pseudonymize" in out
    assert "CA_SIN" in out
    assert text or table


def test_standard_input_is_read_and_nothing_to_hide_is_said(paravent):
    status, out, err = paravent("preview", given="Rien à cacher ici.")
    assert (status, out) == (0, "Rien à cacher ici.\n")
    assert "Nothing to hide." in err


def test_a_text_that_would_be_refused_ends_with_1(paravent):
    status, out, err = paravent("preview", given="Mot de passe : Xk9!pq2Lm")
    assert status == 1
    assert "[refused]" in out
    assert "Xk9" not in out.partition("What was hidden")[0]
    assert "SECRET" in err


def test_other_actions_are_shown_as_they_are_done(paravent, configured):
    path = configured / "paravent.yaml"
    path.write_text(
        path.read_text() + "policies: {default: {labels: {EMAIL_ADDRESS: mask, CA_SIN: redact}}}\n"
    )
    _, out, _ = paravent("preview", "--config", str(path), given="a@b.ca et NAS 046 454 286.")
    assert out.startswith("****** et NAS .\n")


def test_bytes_that_are_no_text_are_told(paravent):
    assert paravent("preview", given=b"\xff\xfe")[0] == 1
