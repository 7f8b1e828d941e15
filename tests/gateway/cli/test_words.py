import pytest

from gateway.cli.speech import language
from gateway.cli.words import inspect


@pytest.fixture(autouse=True)
def ready(words):
    before = language.set("fr")  # else that of whichever command was tested before
    yield
    language.reset(before)


def test_plain_words_pass(capsys):
    inspect(None, False, text="Le fournisseur a confirmé la suppression le 12 mars.", other=None)
    assert capsys.readouterr().err == ""


def test_what_is_personal_is_refused_by_its_label_and_option_never_repeated(capsys):
    with pytest.raises(Exception) as ended:
        inspect(None, False, measures="Contrat revu", text="Appelé Marie-Ève Gagnon au 514 555-0142")
    assert getattr(ended.value, "exit_code", None) == 1
    told = capsys.readouterr().err
    assert "--text PERSON=1, PHONE_NUMBER=1" in told
    assert "measures" not in told
    assert "Gagnon" not in told


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_a_text_that_says_nothing_is_refused(capsys, text):
    with pytest.raises(Exception) as ended:
        inspect(None, True, reasons=text)
    assert getattr(ended.value, "exit_code", None) == 1
    assert "--reasons ne dit rien" in capsys.readouterr().err


def test_what_is_meant_is_kept_with_a_warning(capsys):
    inspect(None, True, text="Appelé Marie-Ève Gagnon")
    assert "PERSON=1" in capsys.readouterr().err
