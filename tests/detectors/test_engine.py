"""The engine as a whole: Presidio with our recognizers."""

import json
import pickle
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.engine import Engine, EngineOptions
from detectors.labels import Label
from detectors.marked import read_marked
from detectors.normalise import normalise

LETTER = """Madame,

DDN : 1985-03-12   NAS : 212 345 672   NAM TREM 8503 1216
Permis de conduire T6515-120385-04, plaque K47 WNL
Tél. : (514) 555-0142, poste 22   jean.tremblay@exemple.ca
Dépôt direct : 815-30112-0457718   Visa 4540 4805 7777 3818
Dossier no 2024-FAM-0318, 500-17-123456-231, H2X 1Y4
mot de passe : Hiver2026!   IP 142.217.84.19
"""
EXPECTED = {
    "1985-03-12": Label.DATE_OF_BIRTH,
    "212 345 672": Label.CA_SIN,
    "TREM 8503 1216": Label.QC_HEALTH_INSURANCE_NUMBER,
    "T6515-120385-04": Label.QC_DRIVER_LICENCE,
    "K47 WNL": Label.VEHICLE_PLATE,
    "(514) 555-0142, poste 22": Label.PHONE_NUMBER,
    "jean.tremblay@exemple.ca": Label.EMAIL_ADDRESS,
    "815-30112-0457718": Label.CA_BANK_ACCOUNT,
    "4540 4805 7777 3818": Label.CREDIT_CARD,
    "2024-FAM-0318": Label.ID_NUMBER,
    "500-17-123456-231": Label.ID_NUMBER,
    "H2X 1Y4": Label.CA_POSTAL_CODE,
    "Hiver2026!": Label.SECRET,
    "142.217.84.19": Label.IP_ADDRESS,
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(EngineOptions(names=False))


def values(engine: Engine, text: str) -> dict[str, str]:
    return {text[one.start : one.end]: one.label for one in engine.analyse(text)}


def test_a_letter_is_found_whole(engine: Engine) -> None:
    assert EXPECTED.items() <= values(engine, LETTER).items()


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("-", "–"),
        lambda text: text.replace("5", "５"),
        lambda text: text.replace("1", "1\u200b"),
        lambda text: text.replace("\n", "\r\n"),
        json.dumps,
    ],
    ids=["no-break spaces", "en dashes", "full-width", "zero-width", "CRLF", "JSON"],
)
def test_a_disguised_letter_is_found_as_well(engine: Engine, disguise) -> None:
    text = disguise(LETTER)
    found = {normalise(value.replace("\u200b", "")).text for value in values(engine, text)}
    assert {normalise(value).text for value in EXPECTED} - {"Hiver2026!"} <= found


def test_each_finding_says_why(engine: Engine) -> None:
    found = {finding.label: finding for finding in engine.analyse(LETTER)}
    assert found[Label.CA_SIN].why.validation == "luhn"
    assert found[Label.CA_SIN].why.context == "NAS"
    assert found[Label.CA_SIN].recognizer == "SocialInsuranceNumber"
    assert all(finding.why.pattern for finding in found.values())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("NAS 0123456789.-@[]:\n\t|,éA"), st.characters())))
def test_any_text_has_sorted_findings_apart_from_each_other(engine: Engine, text: str) -> None:
    last = 0
    for finding in engine.analyse(text):
        assert last <= finding.start < finding.end <= len(text)
        assert 0.5 <= finding.score <= 1
        last = finding.end


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(EXPECTED)),
    st.text(alphabet="àéî œ…«»\u00a0\u200b🌸", max_size=12),
    st.text(alphabet="àéî œ…«»\u00a0🌸", max_size=12),
)
def test_offsets_are_those_of_the_original(engine: Engine, value: str, before: str, after: str) -> None:
    line = next(line for line in LETTER.split("\n") if value in line)
    text = f"{before}\n{line}\n{after}"
    start = text.index(value)
    assert (start, start + len(value)) in {(one.start, one.end) for one in engine.analyse(text)}


def test_a_pseudonym_is_never_reported(engine: Engine) -> None:
    text = "mot de passe : [SECRET-K7Q2M9-A3X], NAS : [CASIN-212345-672], tél. 514 555-0142"
    assert list(values(engine, text)) == ["514 555-0142"]


def test_options_decide_what_is_reported() -> None:
    options = EngineOptions(
        labels=frozenset({Label.EMAIL_ADDRESS, Label.CONFIDENTIAL_TERM, "PROJECT"}),
        allow=("info@exemple.ca",),
        terms=("Projet Boréal",),
        patterns=(("PROJECT", r"PRJ-\d{4}"),),
        names=False,
    )
    found = values(Engine(options), "info@exemple.ca, a@exemple.ca, projet boreal, PRJ-2024, NAS 212 345 672")
    assert found == {
        "a@exemple.ca": "EMAIL_ADDRESS",
        "projet boreal": "CONFIDENTIAL_TERM",
        "PRJ-2024": "PROJECT",
    }


def test_a_recognizer_of_presidio_can_be_added() -> None:
    options = EngineOptions(
        recognizers=("presidio_analyzer.predefined_recognizers.UrlRecognizer",),
        names=False,
        minimum_score=0.1,
    )
    assert "URL" in values(Engine(options), "voir https://www.quebec.ca/page").values()


@pytest.mark.parametrize(
    "name", ["nowhere.Recognizer", "detectors.engine.Nothing", "detectors.labels.Label", "x"]
)
def test_a_recognizer_that_cannot_be_used_is_named(name: str) -> None:
    with pytest.raises(ValueError, match="recognizer"):
        Engine(EngineOptions(recognizers=(name,), names=False))


def test_what_a_recognizer_raises_goes_through(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("detectors.recognizers.sin.SocialInsuranceNumber.find", fail)
    with pytest.raises(RuntimeError):
        engine.analyse(LETTER)


def test_the_version_names_the_options() -> None:
    plain = Engine(EngineOptions(names=False)).version
    assert plain == Engine(EngineOptions(names=False)).version
    assert plain != Engine(EngineOptions(names=False, terms=("x",))).version
    assert len(plain) == 12


def test_options_travel_to_a_worker() -> None:
    options = EngineOptions(labels=frozenset({"CA_SIN"}), terms=("a",))
    assert pickle.loads(pickle.dumps(options)) == options


def test_no_network_is_asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    Engine(EngineOptions(names=False)).analyse(LETTER)


def test_memory_stays_flat_over_many_texts(engine: Engine) -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096

    def read(first: int) -> None:
        for number in range(first, first + 500):
            engine.analyse(
                f"Dossier {number * 7919}, NAS 212 345 672, mot{number} tél. 514 555-{number % 10000:04}"
            )

    read(0)
    before = resident()
    read(10_000)
    assert resident() - before < 8 << 20


def test_a_long_text_takes_linear_time(engine: Engine) -> None:
    assert len(engine.analyse("NAS 212 345 672 " * 3000)) == 3000
    assert engine.analyse("a" * 300_000) == ()
    assert engine.analyse("1 " * 60_000) == ()


_DOCUMENTS = Path(__file__).parents[1] / "documents"
_TEXTS = tuple(
    read_marked(path.name, path.read_text("utf-8")).text for path in sorted(_DOCUMENTS.rglob("*.txt"))
)


@settings(max_examples=300)
@given(st.sampled_from(_TEXTS), st.data(), st.sampled_from(("", " ", ", ", " : ", "\n", ' "', " (")))
def test_a_text_that_is_cut_anywhere_is_searched(
    engine: Engine, text: str, data: st.DataObject, end: str
) -> None:
    start = data.draw(st.integers(0, len(text)))
    size = data.draw(st.integers(0, 400))
    for finding in engine.analyse(text[start : start + size].rstrip() + end):
        assert 0 <= finding.start < finding.end


@pytest.mark.parametrize("text", ["Étudiante  ", "Il a vu sa sœur ", "sa conjointe,  ", "mère "])
def test_a_text_that_ends_before_the_name_is_searched(engine: Engine, text: str) -> None:
    assert engine.analyse(text) == ()
