import pytest

from audit.calls import Search
from audit.reader import Reader


@pytest.fixture
def found(url, fill, make):
    """Give a function that finds calls by a text among their identifiers."""
    calls = {
        "a": make.departure(project="Budget 100%", model="gpt-5_mini"),
        "b": make.departure(project="Budget 1000", model="gpt-5xmini", who=make.who(name="Renée O'Neil")),
        "c": make.refusal(code="secret_found"),
    }
    fill(*calls.values())
    names = {call.request_id: name for name, call in calls.items()}
    reader = Reader(url)

    def find(text):
        return {names[call.request_id] for call in reader.calls(Search(text=text)).calls}

    yield find
    reader.close()


def test_a_text_is_found_in_any_identifier_whatever_its_case(found):
    assert found("budget") == {"a", "b"}
    assert found("SECRET_") == {"c"}
    assert found("O'neil") == {"b"}
    assert found("nowhere") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100%", {"a"}),
        ("5_m", {"a"}),
        ("%", {"a"}),
        ("_", {"a", "c"}),
        ("\\", set()),
        ("/", set()),
        ("' OR 1=1 --", set()),
        ("'; DROP TABLE events; --", set()),
    ],
)
def test_nothing_in_a_text_stands_for_anything_else(found, text, expected):
    assert found(text) == expected


def test_a_label_narrowed_by_another_condition_gives_the_same_pages(url, fill, make):
    """The label's own index puts a list in order, or another's with the labels looked up."""
    ours = [make.departure(labels={"PERSON": 1}) for _ in range(5)]
    fill(*ours, make.departure(labels={"CA_SIN": 1}), make.departure(who=make.who(team="RH")))
    reader = Reader(url)
    seen, after = [], None
    while page := reader.calls(Search(label="PERSON", team="Mobilisation"), after, limit=2):
        seen += [call.request_id for call in page.calls]
        if (after := page.following) is None:
            break
    reader.close()
    assert seen == [each.request_id for each in reversed(ours)]


def test_texts_of_calls_are_looked_for_in_identifiers_alone(found):
    assert found("messages.0.content") == set()
