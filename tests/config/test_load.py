import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.load import load, variables

TEMPLATE = Path(__file__).parents[2] / "config" / "template.yaml"
GOOD = """\
organization: {name: Institut}
providers:
  maison: {dialect: openai, base_url: "http://127.0.0.1:9/v1", location: local}
"""


@pytest.fixture
def at(tmp_path):
    def write(text, environment=None):
        path = tmp_path / "paravent.yaml"
        path.write_text(text, "utf-8")
        return load(path, environment or {})

    return write


def problems(at, text, environment=None):
    with pytest.raises(ConfigError) as caught:
        at(text, environment)
    return [(problem.line, problem.key, problem.fault.tell()) for problem in caught.value.problems]


def test_the_template_is_valid_but_for_its_variables():
    with pytest.raises(ConfigError) as caught:
        load(TEMPLATE, {})
    told = [problem.fault.tell() for problem in caught.value.problems]
    assert told == [f"the environment variable {name} is not set" for name in variables(TEMPLATE)]
    assert variables(TEMPLATE) == ("OPENAI_API_KEY", "ANTHROPIC_API_KEY")
    settings = load(TEMPLATE, dict.fromkeys(variables(TEMPLATE), "key"))
    assert set(settings.providers) == {"openai", "anthropic"}


def test_what_the_template_shows_in_comments_is_valid_too():
    text = TEMPLATE.read_text("utf-8")
    shown = re.sub(
        r"^(\s*)# (?=maison:|ressources|  teams|  labels|  models|vault:|  keys|  ttl|  url|tls|patterns|phone|allow)",
        r"\1",
        text,
        flags=re.MULTILINE,
    )
    assert shown != text
    path = TEMPLATE.with_name("absent.yaml")
    from config.document import read
    from config.settings import Settings

    key = "A" * 64
    document = read(shown, dict.fromkeys((*variables(TEMPLATE), "PARAVENT_VAULT_KEY"), key), path.parent)
    assert not document.faults
    settings = Settings.model_validate(document.data, context={"DOSSIER_CLIENT"})
    assert settings.policy_for("rh")[0] == "ressources-humaines"
    assert settings.detection.patterns
    assert settings.vault.is_shared
    assert settings.server.tls


def test_the_shape_of_the_documentation_is_read_flow_mappings_included(at):
    settings = at(
        """\
organization: {name: I, officer: {name: A, email: a@b.ca, phone: 418 555-0100}}
database: sqlite:///paravent.db
providers:
  openai:    {dialect: openai, base_url: https://api.openai.com/v1, api_key: ${OPENAI_API_KEY}, models: ["gpt-*"], location: US, transfer_assessment: {reference: EFVP-2026-03, approved: 2026-03-01}}
policies:
  default: {labels: {PERSON: pseudonymize, SECRET: refuse}, images: refuse, files: refuse}
""",
        {"OPENAI_API_KEY": "sk-verysecret"},
    )
    assert settings.providers["openai"].api_key.get_secret_value() == "sk-verysecret"
    assert "verysecret" not in repr(settings) + str(settings)
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_every_problem_is_told_with_its_line_and_key(at):
    found = problems(
        at,
        """\
organization: {name: I, officr: {}}
providers:
  loin:
    dialect: openia
    base_url: http://example.com
    api_key: ${MISSING}
    location: US
  loin:
    dialect: openai
    base_url: ${HOST}
    location: Mars
server: {port: 70000, hots: 1, body_limit: big, workers: two, language: de}
policies:
  default: {labels: {PERSN: mask, SECRET: refus}, teams: [a]}
  rh: {labels: {PRSON: keep}, teams: [rh]}
detection: {strictness: [], patterns: [{label: lower, regex: "(a"}], deadline: 0}
secret: short
databse: x
""",
    )
    at_home = "the location is outside Québec"
    expected = [
        (1, "organization.officr", "unknown; did you mean officer?"),
        (8, "providers.loin", "this key is given twice; the first is on line 3"),
        (10, "providers.loin.base_url", "the environment variable HOST is not set"),
        (11, "providers.loin.location", "write a country or province code (US, FR, QC, CA-ON), or local"),
        (12, "server.port", "write a number of at most 65535"),
        (12, "server.hots", "unknown; did you mean host?"),
        (12, "server.body_limit", "write a size (10 MiB)"),
        (12, "server.workers", "write a whole number"),
        (12, "server.language", "write one of: 'fr', 'en'"),
        (14, "policies.default.labels.PERSN", "unknown; did you mean PERSON?"),
        (15, "policies.rh.labels.PRSON", "unknown; did you mean PERSON?"),
        (16, "detection.strictness", "write a number"),
        (16, "detection.patterns.0.label", "a label is written in capitals, digits and _ (STUDENT_ID)"),
        (17, "secret", "write at least 32 random bytes in base64 (openssl rand -base64 48)"),
        (18, "databse", "unknown; did you mean database?"),
    ]
    missing = [item for item in expected if item not in found]
    assert missing == []
    assert any(key.endswith("labels.SECRET") for _, key, _ in found)
    assert found == sorted(found, key=lambda problem: problem[0])
    assert at_home not in str(found)


def test_a_message_names_the_file(at, tmp_path):
    with pytest.raises(ConfigError, match=re.escape(f"{tmp_path / 'paravent.yaml'}:4: srver: unknown")):
        at(GOOD + "srver: {}\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("base_url: http://api.example.com", "http would send in clear"),
        ("base_url: http://127.0.0.1.example.com", "http would send in clear"),
        ("base_url: http://10.0.0.3/v1", "http would send in clear"),
        ("base_url: ftp://127.0.0.1", "not a web address"),
        ("base_url: https://", "not a web address"),
        ("base_url: 'https://[::1'", "not a web address"),
        ("base_url: https://a:b@example.com", "password has no place"),
        ("base_url: 'https://example.com/?key=1'", "must end before"),
        ("base_url: https://example.com:99999", "not a web address"),
    ],
)
def test_addresses_that_cannot_be_used(at, line, told):
    ((_, key, message),) = problems(at, GOOD + f"  p: {{dialect: openai, location: QC, {line}}}\n")
    assert key == "providers.p.base_url"
    assert told in message
    assert "a:b" not in message


def test_the_address_of_azure_is_its_endpoint(at):
    line = "  p: {dialect: azure, location: QC, base_url: 'https://institut.openai.azure.com%s'}\n"
    assert at(GOOD + line % "/").providers["p"].base_url == "https://institut.openai.azure.com"
    for path in ("/openai", "/openai/v1/", "/openai/deployments/x"):
        ((_, key, message),) = problems(at, GOOD + line % path)
        assert key == "providers.p.base_url"
        assert "without /openai" in message


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://[::1]:2/v1", "http://127.3.2.1", "https://api.example.com/"]
)
def test_addresses_that_can(at, url):
    settings = at(GOOD + f"  p: {{dialect: openai, location: QC, base_url: '{url}'}}\n")
    assert settings.providers["p"].base_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("location", "outside"), [("US", True), ("ON", True), ("NO", True), ("qc", False), ("CA-QC", False)]
)
def test_outside_quebec_an_assessment_is_wanted(at, location, outside):
    provider = f"  p: {{dialect: openai, base_url: https://e.ca, location: {location}"
    if outside:
        ((line, key, message),) = problems(at, GOOD + provider + "}\n")
        assert (line, key) == (4, "providers.p.transfer_assessment")
        assert "section 17" in message
    else:
        assert not at(GOOD + provider + "}\n").providers["p"].is_outside_quebec
    settings = at(GOOD + provider + ", transfer_assessment: {reference: R, approved: 2026-01-02}}\n")
    assert settings.providers["p"].is_outside_quebec is outside


def test_an_assessment_without_its_date_is_none(at):
    found = problems(
        at,
        GOOD
        + "  p: {dialect: openai, base_url: https://e.ca, location: US, transfer_assessment: {reference: R}}\n",
    )
    assert found == [(4, "providers.p.transfer_assessment.approved", "this key is missing")]


def test_files_are_read_from_the_configurations_folder(at, tmp_path):
    (tmp_path / "key").write_text("sk-1\n")
    (tmp_path / "terms.txt").write_text("# ours\nProjet Boréal\n\nTramway 2\n", "utf-8")
    settings = at(
        GOOD.replace("location: local", "location: local, api_key: 'file:key'")
        + "detection: {terms: file:terms.txt, allow: [418 555-0100]}\ndatabase: sqlite:///a.db\n"
    )
    assert settings.providers["maison"].api_key.get_secret_value() == "sk-1"
    assert settings.detection.terms == ("Projet Boréal", "Tramway 2")
    assert settings.database.get_secret_value() == f"sqlite:///{tmp_path / 'a.db'}"
    assert "Boréal" not in repr(settings)
    ((line, key, message),) = problems(at, GOOD + "detection: {terms: file:absent}\n")
    assert (line, key) == (4, "detection.terms")
    assert str(tmp_path / "absent") in message


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "paravent.db"])
def test_databases_that_keep_nothing_are_refused(at, url):
    assert problems(at, GOOD + f"database: '{url}'\n")[0][:2] == (4, "database")


def test_patterns_must_be_safe_and_their_labels_join_the_vocabulary(at):
    settings = at(
        GOOD
        + "detection: {patterns: [{label: DOSSIER, regex: 'D-[0-9]+'}]}\npolicies: {default: {labels: {DOSSIER: mask}}}\n"
    )
    assert settings.policy_for(None)[1].action("DOSSIER") == "mask"
    for regex in ("(a", "(?=a)b", r"(a)\1", "a*", ""):
        assert problems(at, GOOD + f"detection: {{patterns: [{{label: X_Y, regex: '{regex}'}}]}}\n")


def test_one_default_a_dialect_and_one_policy_a_team(at):
    extra = "{dialect: openai, base_url: https://e.ca, location: QC, default: true}"
    found = problems(
        at,
        GOOD
        + f"  a: {extra}\n  b: {extra}\npolicies:\n  x: {{teams: [t]}}\n  y: {{teams: [u, t]}}\n  default: {{teams: [z]}}\n",
    )
    assert [(line, key) for line, key, _ in found] == [
        (5, "providers.b.default"),
        (8, "policies.y.teams.1"),
        (9, "policies.default.teams.0"),
    ]


@pytest.mark.parametrize("name", ["v1", "metrics", "api", "Open AI", "a/b", "console", ""])
def test_a_provider_cannot_take_a_path_of_the_gateway(at, name):
    text = GOOD + f"  '{name}': {{dialect: openai, base_url: https://e.ca, location: QC}}\n"
    assert problems(at, text)[0][:2] == (4, f"providers.{name}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "- 1",
        "a: &x [*x]",
        "\x00",
        "organization: !!python/object:os.system {}",
        "? [a]\n: b",
        "a: 2026-99-99",
    ],
)
def test_what_is_no_configuration_is_told_and_never_raised(at, text):
    assert problems(at, text)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.yaml", {})
    with pytest.raises(ConfigError):
        variables(tmp_path)


@given(st.text(max_size=200))
def test_any_text_gives_settings_or_problems(text):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.yaml"
        path.write_text(text, "utf-8", "surrogatepass")
        with pytest.raises(ConfigError) as caught:
            load(path, {})
        assert caught.value.problems


@pytest.mark.parametrize(
    "key", ["api_key", "timeout", "models", "base_url", "location", "dialect", "default"]
)
@pytest.mark.parametrize("value", ["[{zq1zq: 1}]", "{a: zq1zq}", "'zq1zq !'", "2026-01-01", "-98765"])
def test_a_refused_value_is_never_repeated(at, key, value):
    provider = {"dialect": "openai", "base_url": "https://e.ca", "location": "QC"} | {key: value}
    text = GOOD + "  p: {" + ", ".join(f"{name}: {said}" for name, said in provider.items()) + "}\n"
    try:
        settings = at(text)
    except ConfigError as error:
        told = str(error).partition("paravent.yaml")[2].replace("write a date (2026-03-01)", "")
    else:
        told = repr(settings) if key == "api_key" else ""
    assert not any(secret in told for secret in ("zq1zq", "2026-01-01", "98765"))


@pytest.mark.parametrize("key", ["'${KEY}'", "file:no-such-file"])
def test_who_sends_nothing_needs_no_key_of_a_provider(at, tmp_path, key):
    text = GOOD.replace("location: local", f"location: local, api_key: {key}")
    assert len(problems(at, text)) == 1
    assert load(tmp_path / "paravent.yaml", {}, sends=False).providers["maison"].api_key is None


@pytest.mark.parametrize(
    ("more", "line", "key"),
    [
        ("secret: '${SECRET}'\n", 4, "secret"),
        ("vault: {keys: ['${VAULT}']}\n", 4, "vault.keys.0"),
        ("providers: {autre: {api_key: '${KEY}'}}\n", 4, "providers"),
    ],
)
def test_what_else_is_missing_is_told_to_everybody(at, tmp_path, more, line, key):
    path = tmp_path / "paravent.yaml"
    path.write_text(GOOD.replace("location: local", "location: local, api_key: '${KEY}'") + more, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, {}, sends=False)
    assert (line, key) in [(problem.line, problem.key) for problem in caught.value.problems]
    assert "KEY is not set" not in str(caught.value)


@pytest.mark.parametrize(
    "value", ["sk-1\\n", " sk-1", "sk-1 ", "sk 1", "clé", "sk\\r\\nx-evil: 1", "sk-\\u200b1"]
)
def test_a_key_that_cannot_stand_in_a_header_is_told(at, value):
    text = GOOD.replace("location: local", f'location: local, api_key: "{value}"')
    assert problems(at, text) == [
        (3, "providers.maison.api_key", "a key has no spaces, line ends or accents: is there one at its end?")
    ]


@pytest.mark.parametrize("key", ["database", "vault.url"])
def test_a_database_without_its_folder_is_told(at, tmp_path, key):
    url = "sqlite:///none/x.db"
    more = f"database: {url}\n" if key == "database" else f"vault: {{url: '{url}', keys: [{'A' * 64}]}}\n"
    assert problems(at, GOOD + more) == [(4, key, f"there is no folder {tmp_path / 'none'}")]
