import itertools
import socket

import pytest

from detectors.labels import Label
from detectors.stock import LABELS, StockPresidio


@pytest.fixture(scope="module")
def stock():
    return StockPresidio()


def found(stock, text, language):
    return [(text[one.start : one.end], one.label) for one in stock.analyse(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "value", "label"),
    [
        ("fr", "Mon NAS est le 130 692 544.", "130 692 544", "CA_SIN"),
        ("en", "My SIN is 130 692 544.", "130 692 544", "CA_SIN"),
        ("fr", "Code postal H2X 1Y4", "H2X 1Y4", "CA_POSTAL_CODE"),
        ("mixed", "Écrire à marie@exemple.ca svp", "marie@exemple.ca", "EMAIL_ADDRESS"),
        ("fr", "Écrire à marie@exemple.example svp", "marie@exemple.example", "EMAIL_ADDRESS"),
        ("en", "card 4111 1111 1111 1111", "4111 1111 1111 1111", "CREDIT_CARD"),
    ],
)
def test_its_own_patterns_find(stock, language, text, value, label):
    assert found(stock, text, language) == [(value, label)]


def test_context_words_count(stock):
    (alone,) = stock.analyse("voir H2X 1Y4", "fr")
    (told,) = stock.analyse("voir Canada H2X 1Y4", "fr")
    assert told.score > alone.score


def test_it_has_no_name_model_and_no_label_for_other_things(stock):
    assert found(stock, "Marie Tremblay a écrit le 3 mai 2024 à https://exemple.ca", "fr") == []


def test_what_it_finds_is_resolved(stock):
    findings = stock.analyse("Mon NAS 130 692 544 et le 514 555-0199, à a@b.ca", "fr")
    assert all(one.end <= after.start for one, after in itertools.pairwise(findings))
    assert len(findings) == 3


def test_each_entity_has_a_label_of_ours():
    assert set(LABELS.values()) <= set(Label)


def test_nothing_is_asked_of_the_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert found(StockPresidio(), "à marie@exemple.ca", "fr") == [("marie@exemple.ca", "EMAIL_ADDRESS")]
