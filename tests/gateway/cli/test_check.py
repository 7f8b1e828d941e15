from datetime import UTC, datetime, timedelta

CONFIG = """\
organization: {name: Institut, officer: {name: A, email: a@b.ca}}
providers:
  maison: {dialect: openai, base_url: "http://127.0.0.1:9/v1", location: local}
"""


def write(folder, text):
    (folder / "paravent.yaml").write_text(text, "utf-8")


def test_a_good_configuration(paravent, configured):
    status, out, err = paravent("check")
    assert (status, out) == (0, "")
    assert "is valid: 1 provider(s), 1 policy(ies)." in err
    assert "Warning" not in err
    assert {path.name for path in configured.iterdir()} == {"paravent.yaml"}


def test_problems_are_told_in_the_language_of_the_reader(paravent, tmp_path):
    write(tmp_path, CONFIG + "srver: {}\ndatabase: x\n")
    status, out, err = paravent("check")
    assert status == 1
    assert out.splitlines() == [
        "paravent.yaml:4: srver: unknown; did you mean server?",
        "paravent.yaml:5: database: write sqlite:///file.db or postgresql://user:password@host/name",
    ]
    assert "2 problem(s)" in err
    assert "inconnu; vouliez-vous dire server?" in paravent("check", "--language", "fr")[1]


def test_a_missing_file_is_told_and_the_variable_is_read(paravent, tmp_path, monkeypatch):
    status, out, _ = paravent("check")
    assert status == 1
    assert "paravent.yaml: this file cannot be read" in out
    (tmp_path / "other.yaml").write_text(CONFIG)
    monkeypatch.setenv("PARAVENT_CONFIG", "other.yaml")
    assert paravent("check")[0] == 0
    assert paravent("check", "--config", "none.yaml")[0] == 1


def test_what_is_right_but_unwise_is_a_warning(paravent, tmp_path):
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
    write(
        tmp_path,
        f"""\
organization: {{name: Institut}}
server: {{host: 0.0.0.0}}
providers:
  near: {{dialect: openai, base_url: "https://api.example.com", location: local, api_key: k}}
  far: {{dialect: openai, base_url: "https://e.com", location: US, transfer_assessment: {{reference: R, approved: {tomorrow}}}}}
policies: {{rh: {{labels: {{CA_SIN: refuse}}}}}}
""",
    )
    secret = tmp_path / "paravent.secret"
    secret.write_text("A" * 64)
    secret.chmod(0o644)
    status, out, err = paravent("check")
    assert (status, out) == (0, "")
    for told in (
        "s. 3.1",
        "without TLS",
        "near is said to be local",
        "far has no api_key",
        "far is approved",
        "rh names no team",
        "chmod 600",
    ):
        assert told in err


def test_what_only_a_try_shows_is_an_error(paravent, tmp_path):
    write(
        tmp_path,
        CONFIG
        + "detection: {recognizers: [{use: json.NoSuchThing, labels: [X_Y]}, {use: json.JSONDecoder, labels: [Z_Z]}]}\n",
    )
    (tmp_path / "paravent.secret").write_text("weak")
    status, out, _ = paravent("check")
    assert status == 1
    assert "json.NoSuchThing" in out
    assert "JSONDecoder" not in out
    assert "32 random bytes" in out


def test_images_that_nothing_can_read_are_told(paravent, tmp_path, monkeypatch):
    write(tmp_path, CONFIG + "policies: {default: {images: redact}}\n")
    monkeypatch.setenv("PATH", "/nowhere")
    status, out, _err = paravent("check")
    assert status == 1
    assert "Tesseract" in out
    write(tmp_path, CONFIG)
    assert paravent("check")[0] == 0
