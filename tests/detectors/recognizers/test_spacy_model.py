"""Models and recognizers of the operator's own, by configuration, as far as they can be had without a download."""

import pickle
from pathlib import Path

import pytest
import spacy

from config.detection import Detection
from detectors.engine import Engine, EngineOptions
from detectors.recognizers.spacy_model import SpacyModel

_OURS = "detectors.recognizers.spacy_model.SpacyModel"


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spaCy pipeline on disk, as `python -m spacy package` would hold it."""
    nlp = spacy.blank("fr")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PER", "pattern": "Zorglub Ixe"},
            {"label": "PLANET", "pattern": [{"LOWER": "kepler-22b"}]},
        ]
    )
    folder = tmp_path_factory.mktemp("models") / "pipeline"
    nlp.to_disk(folder)
    return folder


def options(**detection: object) -> EngineOptions:
    """The engine's options for a section of a configuration file, as a worker gets them."""
    made = pickle.loads(pickle.dumps(Detection.model_validate(detection).options()))
    assert isinstance(made, EngineOptions)
    return made


def test_a_spacy_pipeline_is_used_by_configuration(pipeline: Path) -> None:
    engine = Engine(
        options(
            recognizers=[
                {
                    "use": _OURS,
                    "labels": ["PERSON", "PLACE"],
                    "arguments": {"model": str(pipeline), "entities": {"PER": "PERSON", "PLANET": "PLACE"}},
                }
            ]
        )
    )
    text = "Bonjour 🪐 Zorglub Ixe, de kepler-22b"
    found = {(text[one.start : one.end], one.label) for one in engine.analyse(text)}
    assert {("Zorglub Ixe", "PERSON"), ("kepler-22b", "PLACE")} <= found


def test_labels_that_are_not_mapped_are_left_alone(pipeline: Path) -> None:
    model = SpacyModel(str(pipeline))
    found = model.analyze("Zorglub Ixe, kepler-22b", ["PERSON"])
    assert [(one.entity_type, one.start, one.end) for one in found] == [("PERSON", 0, 11)]
    assert model.analyze("Zorglub Ixe", ["PLACE"]) == []


def test_two_pipelines_keep_their_arguments(pipeline: Path) -> None:
    use = [
        {
            "use": _OURS,
            "labels": ["ONE"],
            "arguments": {"model": str(pipeline), "entities": {"PER": "ONE"}, "score": 1.0},
        },
        {
            "use": _OURS,
            "labels": ["TWO"],
            "arguments": {"model": str(pipeline), "entities": {"PLANET": "TWO"}},
        },
    ]
    engine = Engine(options(recognizers=use))
    assert {"ONE", "TWO"} <= {one.label for one in engine.analyse("zorglub, Zorglub Ixe, kepler-22b")}


def test_another_model_makes_another_version(pipeline: Path) -> None:
    def version(score: float) -> str:
        arguments = {"model": str(pipeline), "score": score}
        return Engine(
            options(recognizers=[{"use": _OURS, "labels": ["PERSON"], "arguments": arguments}])
        ).version

    assert version(0.8) != version(0.9)


def test_a_pipeline_that_is_not_there_says_how_to_get_it() -> None:
    with pytest.raises(ValueError, match=r"fr_core_news_none.*pip install"):
        Engine(
            options(
                recognizers=[
                    {"use": _OURS, "labels": ["PERSON"], "arguments": {"model": "fr_core_news_none"}}
                ]
            )
        )


@pytest.mark.parametrize(
    ("use", "arguments", "advice"),
    [
        (
            "presidio_analyzer.predefined_recognizers.GLiNERRecognizer",
            {"model_name": "none"},
            "pip install gliner",
        ),
        (
            "presidio_analyzer.predefined_recognizers.HuggingFaceNerRecognizer",
            {"model_name": "none"},
            "pip install transformers",
        ),
        ("nowhere_at_all.Recognizer", {}, "install the package"),
        ("presidio_analyzer.predefined_recognizers.UrlRecognizer", {"colour": "red"}, "colour"),
    ],
)
def test_what_a_recognizer_lacks_is_told(use: str, arguments: dict[str, str], advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        Engine(options(recognizers=[{"use": use, "labels": ["PERSON"], "arguments": arguments}]))
