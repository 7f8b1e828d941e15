import numpy as np
import pytest

from detectors.model.context import contexts
from detectors.model.features import GRAMS, word_rows
from detectors.model.tagger import NameTagger
from detectors.model.tokens import tokenize
from detectors.model.weights import read_meanings

torch = pytest.importorskip("torch", reason="torch is installed for training only")
pytest.importorskip("onnx", reason="onnx is installed for training only")

from detectors.model.training.export import export  # noqa: E402
from detectors.model.training.network import Network  # noqa: E402


@pytest.mark.parametrize(
    ("body", "width"), [("convolutions", 128), ("convolutions", 64), ("recurrent", 64), ("attention", 64)]
)
def test_what_is_exported_scores_as_the_network_does(tmp_path, tables, lexicon, body, width):
    torch.manual_seed(2)
    network = Network(read_meanings(tables), body, width).eval()
    export(network, lexicon, tables, tmp_path, {"seed": 2})
    tokens = tokenize("Nom : Roy\nMarie-Ève l'a vu à Alma, le 3 mai.\n" * 20)
    distinct, index = contexts(tokens.words)
    rows, grams, meanings = zip(*(word_rows(word, lexicon) for word in tokens.words), strict=True)
    spelled = torch.zeros(len(grams), GRAMS, dtype=torch.long)
    for i, row in enumerate(grams):
        spelled[i, : len(row)] = torch.tensor(row, dtype=torch.long)
    with torch.no_grad():
        vectors = network.words(torch.tensor(rows), spelled, torch.tensor(meanings))
        places = network.contexts(torch.tensor([distinct[i] for i in index]))
        expected = network(vectors[None], places[None], torch.ones(1, len(rows), 1))[0].numpy()
    found = NameTagger(tmp_path).scores(tokens)
    assert np.abs(found - expected).max() < 0.1 * np.abs(expected).max()
    assert (found.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.9


def test_an_export_has_the_same_bytes_again(tmp_path, tables, lexicon):
    torch.manual_seed(3)
    network = Network(read_meanings(tables))
    for folder in ("a", "b"):
        export(network, lexicon, tables, tmp_path / folder, {"seed": 3})
    assert (tmp_path / "a" / "manifest.json").read_bytes() == (tmp_path / "b" / "manifest.json").read_bytes()
