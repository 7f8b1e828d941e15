from collections import Counter
from dataclasses import replace

import pytest

from audit.reports.tally import Tally
from config.settings import Organization
from gateway.reports.statement import document
from gateway.reports.written import as_html, as_markdown

ABROAD = Tally(
    1200,
    purposes=Counter({"résumé": 1000, None: 200}),
    destinations=Counter({("openai", "US"): 1200}),
    labels=Counter(PERSON=50, CA_SIN=3),
)


def told(tally, november, reader, **given):
    return as_markdown(document("Budget *participatif*", tally, november, reader, **given))


def test_it_says_what_for_to_whom_what_was_hidden_who_checks_and_whom_to_ask(french, november):
    text = told(ABROAD, november, french, validation="L’équipe relit tout.")
    for piece in (
        "1\N{NARROW NO-BREAK SPACE}200",
        "résumé",
        "openai (États-Unis)",
        "P-39.1",
        "noms de personnes",
        "numéros d’assurance sociale",
        "L’équipe relit tout.",
        "ada@exemple.qc.ca",
    ):
        assert piece in text, piece
    assert "compléter" not in text


def test_what_the_record_does_not_tell_is_left_to_complete(reader, november):
    text = told(ABROAD, november, replace(reader, organization=Organization(name="X")))
    assert text.count("compléter" if reader.language == "fr" else "To be completed") == 2


@pytest.mark.parametrize(
    ("destination", "outside"), [(("maison", "local"), False), (("qc", "QC"), False), (("x", "CA-ON"), True)]
)
def test_what_leaves_quebec_is_told(destination, outside, french, november):
    text = told(replace(ABROAD, destinations=Counter({destination: 1})), november, french)
    assert ("P-39.1" in text) == outside
    assert ("Aucun texte n’a été envoyé hors du Québec" in text) != outside


def test_a_project_without_calls_is_told_as_such(french, november):
    text = told(Tally(), november, french)
    assert "aucune utilisation" in text
    assert "P-39.1" not in text


def test_its_page_shows_the_project_as_it_is_written(reader, november):
    assert "Budget *participatif*" in as_html(document("Budget *participatif*", ABROAD, november, reader))
    assert "Budget <b>" not in as_html(document("Budget <b>", ABROAD, november, reader))


def test_how_many_answers_were_checked_is_told_where_there_are_any(french, november):
    assert "12 appel(s) sur 1\N{NARROW NO-BREAK SPACE}200" in told(ABROAD, november, french, checked=12)
    assert "a dit avoir vérifié" not in told(ABROAD, november, french)
