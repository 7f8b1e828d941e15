import re

from hypothesis import given
from hypothesis import strategies as st

from audit.calls import Event
from audit.cef import cef, cef_lines
from audit.chain import moment
from audit.reader import Reader
from audit.records import Kind

_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


def read(line):
    """Read a line as a collector does: seven fields, then pairs of a key and a value."""
    *head, extension = re.split(r"(?<!\\)(?:\\\\)*\|", line, maxsplit=7)
    pairs = {}
    found = list(re.finditer(r"(?:^| )([A-Za-z0-9]+)=", extension))
    ends = [each.start() for each in found[1:]] + [len(extension)]
    for each, end in zip(found, ends, strict=True):
        value = extension[each.end() : end]
        pairs[each[1]] = re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), value)
    return head, pairs


def event(**values):
    return Event(
        7, moment(1_772_460_000_123_000), Kind.DEPARTURE, "r-1", "ab" * 32, values, {"PERSON": 2}, ()
    )


@given(_TEXT, _TEXT)
def test_any_identifier_stays_one_value_of_one_line(name, team):
    line = cef(event(name=name, team=team, model="gpt=5|x\\"))
    assert not set(line) & {"\n", "\r"}
    head, pairs = read(line)
    assert len(head) == 7
    plain = str.maketrans({"\r": "\n"})
    assert pairs["suser"] == name.replace("\r\n", "\n").translate(plain)
    assert pairs["cs2"] == team.replace("\r\n", "\n").translate(plain)
    assert (pairs["cs4"], pairs["cs4Label"]) == ("gpt=5|x\\", "model")
    assert (pairs["cs1"], pairs["externalId"], pairs["flexString1"]) == ("PERSON:2", "7", "r-1")
    assert pairs["rt"] == "1772460000123"


@given(_TEXT)
def test_an_action_cannot_break_the_header(action):
    head, _ = read(cef(event(action=action)))
    assert (head[0], head[1], head[5]) == ("CEF:0", "Paravent", "Call left")


def test_each_event_is_a_line_without_what_an_officer_wrote(url, fill, make):
    fill(*make.story(), make.administration(detail={"reason": "phacochère"}))
    reader = Reader(url)
    lines = list(cef_lines(reader.events()))
    reader.close()
    assert len(lines) == 6
    assert all(line.startswith("CEF:0|Paravent|Paravent|") and line.endswith("\n") for line in lines)
    assert "phacochère" not in "".join(lines)
    assert [read(line)[0][5] for line in lines] == [
        "Call left",
        "Call refused",
        "Call ended",
        "Call refused",
        *("Administration",) * 2,
    ]
