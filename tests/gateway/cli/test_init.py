def test_it_writes_a_configuration_that_check_accepts(paravent, tmp_path, monkeypatch):
    status, out, err = paravent("init", "new/place")
    assert (status, out) == (0, "")
    assert "OPENAI_API_KEY, ANTHROPIC_API_KEY" in err
    path = tmp_path / "new" / "place" / "paravent.yaml"
    assert path.read_text("utf-8").startswith("# Paravent")
    assert paravent("check", "--config", str(path))[0] == 1
    monkeypatch.setenv("OPENAI_API_KEY", "a")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "b")
    assert paravent("check", "--config", str(path))[0] == 0


def test_it_never_writes_over_a_file(paravent, tmp_path):
    (tmp_path / "paravent.yaml").write_text("mine")
    status, _, err = paravent("init")
    assert status == 1
    assert "already there" in err
    assert (tmp_path / "paravent.yaml").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_told(paravent, tmp_path):
    (tmp_path / "file").touch()
    status, _, err = paravent("init", "file")
    assert status == 1
    assert "cannot be written" in err or "already there" in err
