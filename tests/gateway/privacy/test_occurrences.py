import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy import Action, Policy
from detectors.findings import Finding
from gateway.privacy import decide as deciding
from gateway.privacy import occurrences as module
from gateway.privacy.decide import Edit, decide
from gateway.privacy.occurrences import Memory, Occurrences
from gateway.privacy.segments import Segment
from gateway.wire.walk import Place


def found(text, *values):
    return [(start, text[start:end]) for start, end, _value in Occurrences(values).of(text)]


@pytest.mark.parametrize(
    ("value", "text", "times"),
    [
        ("Roy", "Roy, M. Roy et (Roy)", 3),
        ("Roy", "Royal, leRoy, Roy2, Marie-Roy, Roy_x, Roy-Côté", 0),
        ("046454286", "nas_046454286.pdf, id046454286, 046454286-x", 3),
        ("046454286", "10464542860 0464542861", 0),
        ("046 454 286", "NAS:046 454 286", 1),
        ("514-555-0123", "1-514-555-0123", 1),
        (" Roy ", "x Roy y", 1),
        ("aa", "aa aa", 2),
        ("😀", "a😀b", 1),
    ],
)
def test_a_value_is_found_where_it_stands_for_itself(value, text, times):
    assert len(found(text, value)) == times


@given(st.lists(st.text("ab é-1", min_size=1, max_size=4), max_size=6), st.text("ab é-1", max_size=30))
def test_it_finds_what_a_search_for_each_value_finds(values, text):
    def alone(value):
        for match in re.finditer(f"(?={re.escape(value)})", text):
            start, end = match.start(), match.start() + len(value)
            before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
            if not any(
                i.isalnum() and (o.isalnum() or o in "-_")
                for o, i in ((before, value[0]), (after, value[-1]))
            ):
                yield start, end, value

    assert sorted(Occurrences(values).of(text)) == sorted(
        each for value in set(values) for each in alone(value)
    )


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_value_is_found_in_the_escapes_of_json(times):
    value = text = 'Zoé "Z"\nRoy'
    for _time in range(times):
        text = json.dumps(text, ensure_ascii=False)[1:-1]
    assert [value for _start, _end, value in Occurrences([value]).of(f"x {text} y")] == [value]


def test_a_value_that_is_the_escaped_form_of_another_is_itself():
    values = ['a"b', 'a\\"b']
    assert {value for _start, _end, value in Occurrences(values).of('a\\"b')} >= {'a\\"b'}


def test_of_what_is_hidden_nothing_is_left_and_nothing_runs_on():
    hidden = [Edit(1, 4, "PERSON", Action.MASK), Edit(12, 15, "PERSON", Action.MASK)]
    text = "aZoéRoy Roy Zoé"
    assert [each[:2] for each in Occurrences(["Roy", "Zoé", "Roy Zoé"]).of(text, hidden)] == [(4, 7), (8, 11)]
    assert not list(Occurrences(["Roy Zoé", "é"]).of(text, hidden))


def test_no_value_is_nowhere():
    assert found("texte") == []
    assert found("", "texte") == []


VALUES = ["Roy", "Zoé Roy", "046 454 286", 'a"b', 'a\\"b', "12345678901234", "Zoé", "\n1"]
LABELS = ["PERSON", "CA_SIN", "ID_NUMBER"]
PIECES = st.sampled_from([*VALUES, "et", "Royal", "1", " ", "-", ", "])
#: Texts as lists of pieces, each with the label under which it was found, if it was.
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([None, None, *LABELS])), min_size=1, max_size=5)
#: Conversations: of one, so many texts are kept, and some more come.
CALLS = st.lists(st.tuples(st.integers(0, 4), st.lists(TEXTS, max_size=4)), min_size=1, max_size=5)
POLICIES = [Policy(), Policy(labels={"CA_SIN": "keep", "PERSON": "mask"})]


@pytest.fixture(autouse=True)
def _at_work(monkeypatch):
    """Texts as short as these are not worth remembering, but here."""
    monkeypatch.setattr(deciding, "_FEW", 0)
    monkeypatch.setattr(module, "_LITTLE", 0)


def planned(texts, policy, **more):
    segments, findings = [], []
    for number, pieces in enumerate(texts):
        text, found = "", []
        for piece, label in pieces:
            if label and piece.strip():
                found.append(Finding(len(text), len(text) + len(piece), label, 0.9, "test"))
            text += piece
        segments.append(Segment(Place(("messages", number, "content")), text))
        findings.append(found)
    return decide(segments, findings, policy, **more)


@given(CALLS, st.sampled_from([0, 2, 1000]), st.lists(st.sampled_from([0, 1]), min_size=5, max_size=5))
def test_a_memory_changes_no_plan(calls, entries, policies):
    memory, texts = Memory(entries), []
    for (kept, more), policy in zip(calls, policies, strict=False):
        texts = [*texts[:kept], *more]
        plan = planned(texts, POLICIES[policy], key=b"one conversation", memory=memory, turns="messages")
        assert plan == planned(texts, POLICIES[policy])
        for text in ("", "Roy et 046 454 286", *("".join(piece for piece, _label in each) for each in texts)):
            assert sorted(plan.occurrences.of(text)) == sorted(Occurrences(plan.originals).of(text))
    assert len(memory) <= entries


LONG = [[("Zoé Roy", "PERSON"), (" et Zoé, 046 454 286. Roy", None)], [("Roy", "PERSON"), (" là", None)]]


def searched(monkeypatch, texts, key, memory):
    """Return the plan of a call, and the (values, text) that were searched for it."""
    done = []
    plain = module._Search.of

    def search(self, text, hidden):
        done.append((tuple(self._values), text))
        return plain(self, text, hidden)

    with monkeypatch.context() as patch:
        patch.setattr(module._Search, "of", search)
        return planned(texts, POLICIES[0], key=key, memory=memory), done


def test_what_was_searched_is_only_searched_for_what_is_new(monkeypatch):
    memory = Memory()
    _plan, first = searched(monkeypatch, LONG, b"k", memory)
    assert len(first) == 2
    assert searched(monkeypatch, LONG, b"k", memory)[1] == []
    plan, more = searched(monkeypatch, [*LONG, [("046 454 286", "CA_SIN")]], b"k", memory)
    everything = ("Zoé Roy", "Roy", "046 454 286")
    # The first text again, now that more of it is hidden, and the new one.
    assert [values for values, _text in more] == [everything[2:], everything, everything[2:], everything]
    assert [edit.label for edit in plan.edits[0]] == ["PERSON", "CA_SIN"]


@pytest.mark.parametrize("texts", [LONG[1:], LONG[::-1], [LONG[0], [("Roy", "CA_SIN"), (" ici", None)]]])
def test_what_was_told_otherwise_before_is_searched_again(monkeypatch, texts):
    memory = Memory()
    searched(monkeypatch, LONG, b"k", memory)
    assert searched(monkeypatch, texts, b"k", memory)[0] == planned(texts, POLICIES[0])


def test_another_key_knows_nothing_of_it_and_no_text_is_kept(monkeypatch):
    memory = Memory()
    first = searched(monkeypatch, LONG, b"one team", memory)[1]
    assert searched(monkeypatch, LONG, b"another", memory)[1] == first
    assert len(memory) == 4
    kept = repr(memory._kept)
    assert not any(word in kept for word in ("Zoé", "Roy", "046", "there"))
