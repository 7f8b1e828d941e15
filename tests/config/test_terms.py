import threading

import pytest

from config.load import load
from config.terms import append_term, is_term, terms_file

CONFIG = """\
organization: {name: Institut}
detection: {terms: %s}
providers:
  maison: {dialect: openai, base_url: "http://127.0.0.1:9/v1", location: local}
"""


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "paravent.yaml"
    path.write_text(CONFIG % '"file:termes.txt"', "utf-8")
    (tmp_path / "termes.txt").write_text("# nos termes\nProjet Boréal", "utf-8")
    return path


def test_the_file_of_the_terms_is_found(config, tmp_path):
    assert terms_file(config) == tmp_path / "termes.txt"


def test_a_list_in_the_configuration_is_no_file(config):
    config.write_text(CONFIG % "[Boréal]", "utf-8")
    assert terms_file(config) is None


def test_a_term_that_was_added_is_one_that_the_configuration_loads(config):
    assert append_term(terms_file(config), "Opération Épinette")
    assert load(config).detection.terms == ("Projet Boréal", "Opération Épinette")


def test_a_term_that_is_there_is_not_added_again(config):
    path = terms_file(config)
    before = path.read_bytes()
    assert not append_term(path, "projet BORÉAL")
    assert path.read_bytes() == before


def test_a_link_stays_a_link(config, tmp_path):
    link = tmp_path / "lien.txt"
    link.symlink_to(tmp_path / "termes.txt")
    append_term(link, "Épinette")
    assert link.is_symlink()
    assert "Épinette" in (tmp_path / "termes.txt").read_text("utf-8")


def test_terms_added_at_once_are_all_there(config):
    path = terms_file(config)
    threads = [threading.Thread(target=append_term, args=(path, f"terme {n}")) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(load(config).detection.terms) == {"Projet Boréal", *(f"terme {n}" for n in range(12))}


@pytest.mark.parametrize("text", ["", "a", "# note", "deux\nlignes", " bord", "bord ", "a\x00b", "\u2028ab"])
def test_what_cannot_be_a_line_is_no_term(config, text):
    assert not is_term(text)
    with pytest.raises(ValueError):
        append_term(terms_file(config), text)


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(OSError):
        append_term(tmp_path / "absent.txt", "terme")
    assert not (tmp_path / "absent.txt").exists()
