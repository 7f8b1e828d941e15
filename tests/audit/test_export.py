import csv
import dataclasses
import io
import json

import pytest

from audit.chain import DetailClass
from audit.export import BYTE_ORDER_MARK, csv_lines, guarded, json_lines
from audit.reader import Reader


@pytest.fixture
def events(url, fill, make):
    fill(*make.story(), make.departure(project="=1+1", purpose='a "b", c'))
    reader = Reader(url)
    yield list(reader.stream())
    reader.close()


def read(lines, delimiter=","):
    """Give the rows of a CSV, which begins with what tells a spreadsheet that it is UTF-8."""
    text = "".join(lines)
    assert text[0] == BYTE_ORDER_MARK
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


def test_json_lines_keep_everything(events):
    lines = list(json_lines(events))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    for line, event in zip(lines, events, strict=True):
        read = json.loads(line)
        assert read.pop("at") == event.at.isoformat()
        assert read.pop("labels") == event.labels
        assert read.pop("kind") == event.kind
        assert read.pop("request_id", None) == event.request_id
        assert (read.pop("sequence"), read.pop("digest")) == (event.sequence, event.digest)
        assert read == event.values


def test_csv_has_a_row_for_each_event(events):
    rows = read(csv_lines(events))
    assert [row["sequence"] for row in rows] == [str(event.sequence) for event in events]
    assert rows[0]["labels"] == "CA_SIN=1 PERSON=2"
    assert rows[0]["name"] == "Poste d’accueil"
    assert rows[1]["code"] == "secret_found"
    assert rows[2]["outcome"] == "delivered"
    assert rows[4]["action"] == "audit.lookup"
    assert rows[5]["purpose"] == 'a "b", c'


def test_no_cell_is_taken_for_a_formula(events):
    rows = read(csv_lines(events))
    assert rows[5]["project"] == "'=1+1"
    assert read(csv_lines(events, ";"), ";") == rows


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("=1", "'=1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\N{FULLWIDTH PLUS SIGN}1", "'\N{FULLWIDTH PLUS SIGN}1"),
        ("a;=1,+2\n-3", "a;'=1,'+2\n'-3"),
        ("Budget 2026, phase 2; été - hiver", "Budget 2026, phase 2; été - hiver"),
        ("courriel@exemple.ca", "courriel@exemple.ca"),
        ("", ""),
        (-5, -5),
        (None, None),
    ],
)
def test_a_formula_is_made_a_text_and_all_else_is_left(cell, told):
    assert guarded(cell) == told


def test_what_was_erased_is_named(events):
    event = dataclasses.replace(events[0], erased=(DetailClass.CALLER, DetailClass.CALL), values={})
    (line,) = json_lines([event])
    assert json.loads(line)["erased"] == ["caller", "call"]
    assert "caller call" in list(csv_lines([event]))[1]


def test_an_export_is_made_while_it_is_read(events):
    taken = []

    def source():
        for event in events:
            taken.append(event)
            yield event

    lines = csv_lines(source())
    next(lines)
    assert taken == []
    next(lines)
    assert len(taken) == 1


def test_no_event_is_a_header_alone():
    assert list(json_lines([])) == []
    assert len(list(csv_lines([]))) == 1
