import base64
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.audit import Audit, Checkpoints, Retention
from config.errors import ConfigError
from config.load import load

CONFIG = """\
organization: {name: I, officer: {name: A, email: a@b.ca}}
providers: {p: {dialect: openai, base_url: "https://e.ca", location: QC}}
"""


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("365 days", 365),
        ("1 day", 1),
        ("90d", 90),
        ("48 hours", 2),
        ("P365D", 365),
        ("P2W", 14),
        ("PT48H", 2),
    ],
)
def test_an_age_is_written_in_words_or_in_iso(written, days):
    assert Retention.model_validate({"call": written}).ages() == {"call": timedelta(days=days)}


@pytest.mark.parametrize(
    "written",
    [365, 365.0, True, "365", "", "P", "PT", "P1Y", "P6M", "P1DT", "1 year", "-3 days", "P-3D", "٣ days", "x",
     "12 hours", "0 days", "999999 days", None, {}],
)  # fmt: skip
def test_what_could_be_misread_is_refused(written):
    if written is None:  # nothing said: kept for ever
        assert Retention.model_validate({"call": None}).ages() == {}
    else:
        with pytest.raises(ValidationError):
            Retention.model_validate({"call": written})


@given(st.integers(1, 86_400))
def test_a_duration_means_the_same_in_words_and_in_iso(seconds):
    every = [
        Checkpoints.model_validate({"stdout": True, "every": text}).every
        for text in (f"{seconds} seconds", f"{seconds}s", f"PT{seconds}S")
    ]
    assert every == [timedelta(seconds=seconds)] * 3


def test_checkpoints_go_somewhere_or_are_refused():
    assert Audit().checkpoints is None
    assert Checkpoints(stdout=True).every == timedelta(minutes=5)
    for wrong in (
        {},
        {"stdout": False},
        {"stdout": True, "every": "0 s"},
        {"stdout": True, "every": "2 days"},
    ):
        with pytest.raises(ValidationError):
            Checkpoints.model_validate(wrong)


def test_the_file_starts_from_the_configuration_and_its_folder_exists(tmp_path):
    path = tmp_path / "paravent.yaml"
    path.write_text(f"{CONFIG}audit: {{checkpoints: {{file: points.jsonl}}}}\n")
    assert load(path).audit.checkpoints.file == tmp_path / "points.jsonl"
    path.write_text(f"{CONFIG}audit: {{checkpoints: {{file: away/points.jsonl}}}}\n")
    with pytest.raises(ConfigError) as raised:
        load(path)
    (problem,) = raised.value.problems
    assert (problem.key, problem.line) == ("audit.checkpoints.file", 3)


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("{retention: {calls: 3 days}}", "audit.retention.calls"),
        ("{checkpoint: {stdout: true}}", "audit.checkpoint"),
        ("{checkpoints: {}}", "audit.checkpoints"),
        ("{retention: {call: 365}}", "audit.retention.call"),
    ],
)
def test_what_is_unknown_or_wrong_is_told_at_its_key(tmp_path, section, key):
    path = tmp_path / "paravent.yaml"
    path.write_text(f"{CONFIG}audit: {section}\n")
    with pytest.raises(ConfigError) as raised:
        load(path)
    (problem,) = raised.value.problems
    assert (problem.key, problem.line) == (key, 3)
    assert "365)" not in problem.tell()


def test_the_first_key_of_the_index_makes_entries_and_the_secret_still_finds(tmp_path):
    path = tmp_path / "paravent.yaml"
    new, old = (base64.b64encode(letter * 48).decode() for letter in (b"n", b"o"))
    path.write_text(f"{CONFIG}audit: {{index_keys: [{new}, {old}]}}\n")
    settings = load(path)
    keys = settings.index_keys()
    assert len(set(keys)) == 3
    assert keys[-1] == settings.key("index")
    path.write_text(f"{CONFIG}audit: {{index_keys: [{old}]}}\n")
    assert load(path).index_keys() == keys[1:]
    path.write_text(CONFIG)
    assert load(path).index_keys() == keys[2:]


def test_a_weak_key_of_the_index_is_refused_and_not_told(tmp_path):
    path = tmp_path / "paravent.yaml"
    path.write_text(f"{CONFIG}audit: {{index_keys: [c2hvcnQ=]}}\n")
    with pytest.raises(ConfigError) as raised:
        load(path)
    (problem,) = raised.value.problems
    assert problem.key.startswith("audit.index_keys")
    assert "c2hvcnQ" not in problem.tell()
