"""The rules of the house that can be held by a test (CONTRIBUTING.md tells the others)."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ("audit", "config", "detectors", "gateway")
LINES = 250

#: Source files over the limit, with the reason that makes them one idea all the same.
LONG: dict[str, str] = {}

#: Modules without a test file of the same name, by pattern, and where their behaviour is tested instead.
TESTED_ELSEWHERE = {
    "*/__init__.py": "names a package, or lists what is in it",
    "*/__main__.py": "one line that calls the function tested under its own name",
    "audit/migrations/*": "tests/audit/test_database.py migrates, tests/audit/test_models.py compares the tables",
    "audit/faults.py": "a vocabulary; tests/audit/test_verify.py finds each fault",
    "config/errors.py": "tests/config/test_load.py reads what each fault tells",
    "config/section.py": "the manners that every test in tests/config sees",
    "detectors/artifacts.py": "a value that the engine hands to its recognizers",
    "detectors/lifeline.py": "tests/detectors/test_worker.py: a worker whose parent is gone ends",
    "detectors/errors.py": "exceptions without behaviour",
    "detectors/filewords.py": "words in patterns; the examples of detectors/recognizers/file_number.py run them",
    "detectors/secretwords.py": "words in patterns; the examples of the recognizers of secrets run them",
    "detectors/labels.py": "a vocabulary without behaviour; tests/test_house.py wants each name in docs/labels.md",
    "detectors/recognizers/*": "tests/detectors/recognizers/test_examples.py runs each one's own examples",
    "detectors/model/training/*": "run by hand; what it makes is tested in tests/detectors/model",
    "gateway/attachments/kinds/parts.py": "tests/gateway/attachments/kinds/test_word.py and test_powerpoint.py",
    "gateway/cli/configuration.py": "tests/gateway/cli/test_check.py, and every command that reads one",
    "gateway/cli/detection.py": "tests/gateway/cli/test_detect.py and test_preview.py",
    "gateway/cli/help.py": "tests/gateway/cli/test_cli.py reads the help pages and the usage errors",
    "gateway/cli/registers.py": "every command of the registers and reports",
    "gateway/reports/document.py": "values without behaviour; tests/gateway/reports/test_written.py writes them",
    "gateway/cli/scores.py": "tests/gateway/cli/test_evaluate.py reads what it prints",
    "gateway/cli/speech.py": "what every command's test reads",
    "gateway/wire/anthropic_blocks.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/anthropic_messages.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/vault/store.py": "a protocol; tests/gateway/vault/test_tables.py and test_valkey.py test those that follow it",
    "gateway/wire/cited.py": "a vocabulary; tests/gateway/privacy/test_offsets.py and test_said.py follow it",
    "gateway/wire/cohere.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/openai_kept.py": "data: tests/gateway/wire/test_keeping.py reads it",
    "gateway/wire/file_parts.py": "data: tests/gateway/wire/test_carrier.py has each put to use",
    "gateway/wire/openai_chat.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/openai_responses.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/openai_moderations.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/openai_items.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/openai_embeddings.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
    "gateway/wire/openai_completions.py": "data: tests/gateway/wire/test_text_paths.py holds each path",
}
#: Test files about more than one module, and what about.
OF_SEVERAL = {
    "tests/detectors/recognizers/test_examples.py": "every recognizer's own examples",
    "tests/detectors/recognizers/test_snippets.py": "every recognizer of what only its surroundings tell",
    "tests/detectors/recognizers/test_person_rules.py": "the recognizers of people, together",
    "tests/detectors/test_development_set.py": "detection as a whole, on documents written apart",
    "tests/detectors/test_unread_set.py": "detection as a whole, on documents whose errors nobody has read",
    "tests/gateway/cli/test_cli.py": "the command line as a whole",
    "tests/gateway/privacy/test_cohere_positions.py": "the four steps together, over these formats",
    "tests/gateway/privacy/test_every_position.py": "the four steps together, a value in each place in turn",
    "tests/gateway/privacy/test_gemini_ollama_positions.py": "the four steps together, over these formats",
    "tests/gateway/privacy/test_stream_gemini.py": "the stream restorer, over Gemini's whole answers in pieces",
    "tests/gateway/privacy/test_stream_blocks.py": "the stream restorer, over Anthropic's blocks",
    "tests/gateway/privacy/test_stream_responses.py": "the stream restorer, over OpenAI's Responses",
    "tests/gateway/privacy/test_stream_mixed.py": "the stream restorer, over channels mixed in any way",
    "tests/gateway/wire/test_text_paths.py": "every format at once: each path that bears text is decided upon",
    "tests/gateway/wire/test_walk_any_body.py": "the walk, over bodies of any shape",
}
BANNED = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}
#: Hosts of registries, and paths of one machine: what a file with them in it works on is that machine alone.
ELSEWHERE = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|deb\.debian\.org|docker\.io/|ghcr\.io|quay\.io"
    r"|--(?:extra-)?index-url\s*[=\s]\s*\S|--find-links\s*[=\s]\s*\S|file:///opt"
    r"|(?<![\w.])/(?:work|root)/\w"
)
_LEFT_OUT = re.compile(r"--no-emit-(?:index-url|find-links)")
_TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".json", ".sh", ".po", ".mako", ""}
#: Invented documents, in which an address is only a text.
_INVENTED = ("tests/documents/", "tests/golden/", "detectors/model/corpus/")


def sources() -> list[Path]:
    found = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "__pycache__" not in path.parts
    ]
    return sorted(found)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """Return what is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for item in listed.stdout.decode().split("\0") if item and (path := ROOT / item).is_file()]


def test_each_source_file_is_short():
    long = {name(path) for path in sources() if len(path.read_text("utf-8").splitlines()) > LINES}
    assert long == LONG.keys()


def test_each_module_has_its_test_file():
    missing = []
    for path in sources():
        own = name(path)
        test = ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")
        if not test.exists() and not any(fnmatch(own, pattern) for pattern in TESTED_ELSEWHERE):
            missing.append(f"{own}: {name(test)}")
    assert missing == []


def test_no_exception_outlives_its_reason():
    for pattern in TESTED_ELSEWHERE:
        assert any(fnmatch(name(path), pattern) for path in sources()), pattern
        own_test = ROOT / "tests" / Path(pattern).with_name(f"test_{Path(pattern).name}")
        assert "*" in pattern or not own_test.exists(), f"{pattern} has its own test file now"
    assert [test for test in OF_SEVERAL if not (ROOT / test).exists()] == []


def test_each_test_file_has_its_module():
    stray = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        inside = path.relative_to(ROOT / "tests")
        if inside.parts[0] in PACKAGES and name(path) not in OF_SEVERAL:
            module = ROOT / inside.with_name(inside.name.removeprefix("test_"))
            if not module.exists() and not (module.with_suffix("") / "__init__.py").exists():
                stray.append(name(path))
    assert stray == []


def test_a_module_is_named_after_its_idea():
    assert [
        name(path) for path in sources() if BANNED & {*path.relative_to(ROOT).with_suffix("").parts}
    ] == []


def test_no_file_names_a_registry_or_a_machine():
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix not in _TEXT or name(path).startswith(_INVENTED):
            continue
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{name(path)}:{at}"
            for at, line in enumerate(lines, 1)
            if ELSEWHERE.search(_LEFT_OUT.sub("", line))
        ]
    assert found == []


def test_what_the_packages_read_is_packaged():
    """A checkout has every file; an installed package has only those that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = {
        f"{package}/{pattern}"
        for package, patterns in project["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
    }
    left_out = []
    for path in tracked():
        own = name(path)
        source = path.suffix in {".py", ".po"} or own.startswith(
            ("detectors/model/corpus/", "detectors/model/training/")
        )
        if (
            own.split("/")[0] in PACKAGES
            and not source
            and not any(fnmatch(own, pattern) for pattern in named)
        ):
            left_out.append(own)
    assert left_out == []


@pytest.mark.parametrize("script", ["documentation.py", "translations.py"])
def test_documentation_and_translations_are_complete(script):
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_each_requirement_is_locked_to_hashes(lock):
    text = (ROOT / "requirements" / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert [
        line for line in lines if not re.match(r"[\w.\[\],-]+==\S+.*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


def test_what_runs_is_the_same_in_both_locks():
    def versions(lock: str) -> dict[str, str]:
        text = (ROOT / "requirements" / lock).read_text("utf-8")
        return dict(re.findall(r"^([\w.\[\],-]+)==(\S+)", text, re.MULTILINE))

    run, dev = versions("run.txt"), versions("dev.txt")
    assert {package: dev.get(package) for package in run} == run


def test_what_is_asked_for_with_extras_is_locked_with_them():
    """Else pip, once a newer version is published, takes that one and finds no hash for it."""
    text = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    locked = {
        canonicalize_name(name): set(filter(None, (extras or "").split(",")))
        for name, extras in re.findall(r"^([\w.-]+)(?:\[([\w,-]+)\])?==", text, re.MULTILINE)
    }
    asked = [
        Requirement(line)
        for name in locked
        for line in (metadata.requires(name) if _is_installed(name) else None) or ()
    ]
    asked = [each for each in asked if each.marker is None or each.marker.evaluate({"extra": ""})]
    assert any(each.extras for each in asked)
    assert [
        str(each)
        for each in asked
        if each.extras and not each.extras <= locked.get(canonicalize_name(each.name), set())
    ] == []


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
