import pytest
import typer

from gateway.cli.reason import expect_without, reason_option


@pytest.fixture
def check():
    return reason_option("Why.").callback


@pytest.mark.parametrize("reason", ["x", "demande d\u2019accès 12", "  plainte 4 ", "é" * 500])
def test_a_line_that_says_something_is_kept_without_the_space_around(check, reason):
    assert check(reason) == reason.strip()


@pytest.mark.parametrize("reason", ["", "  ", "...", "a\nb", "a\x00b", "a\u202eb", "x" * 501])
def test_what_says_nothing_or_is_no_line_is_refused(check, reason):
    with pytest.raises(typer.BadParameter):
        check(reason)


def test_a_reason_that_says_the_value_is_refused(capsys):
    expect_without("Marie-Ève Gagnon", "demande 12")
    with pytest.raises(typer.Exit):
        expect_without("Marie-Ève Gagnon", "demande de Mme GAGNON")
    assert "Gagnon" not in capsys.readouterr().err.title()
