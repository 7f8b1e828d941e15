import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.attachments.kinds.markup import Markup, name_of, parse
from gateway.attachments.kinds.reading import Draft
from tests.gateway.attachments.files import BOUNDS


def lines(xml: str) -> list[str]:
    draft = Draft(BOUNDS)
    Markup(draft).write(parse(xml.encode()))
    return [line for line in draft.lines if line]


def test_runs_of_a_paragraph_are_one_text_and_breaks_are_lines():
    assert lines(
        "<b><p><r><t>Trem</t></r><r><t>blay</t><br/><t>Luc</t><tab/><t>x</t></r></p><p><t>y</t></p></b>"
    ) == [
        "Tremblay",
        "Luc\tx",
        "y",
    ]


def test_properties_comments_and_instructions_are_no_text():
    assert lines(
        "<b><!-- Luc --><?x Luc?><p><pPr><tab/><t>Luc</t></pPr><r><rPr><t>Luc</t></rPr><t>a</t></r></p></b>"
    ) == ["a"]


def test_of_alternatives_one_is_read():
    assert lines(
        "<b><AlternateContent><Choice><p><t>a</t></p></Choice><Fallback><p><t>a</t></p></Fallback></AlternateContent></b>"
    ) == ["a"]
    assert lines(
        "<b><p><r><AlternateContent><Fallback><t>b</t></Fallback></AlternateContent></r></p></b>"
    ) == ["b"]


def test_entities_are_never_resolved():
    with pytest.raises(etree.XMLSyntaxError):
        parse(b"<a>&x;</a>")


_NAMES = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "txbxContent",
    "AlternateContent",
    "Choice",
    "del",
    "hyperlink",
    "sp",
    "b",
]


def _trees():
    leaf = st.builds(lambda name: f"<{name}/>", st.sampled_from(_NAMES))
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda name, children: f"<{name}>{''.join(children)}</{name}>",
            st.sampled_from(_NAMES),
            st.lists(inner, max_size=4),
        ),
        max_leaves=20,
    )


@given(_trees())
def test_text_is_never_written_twice_whatever_the_tree(tree):
    counted = iter(range(10_000))
    root = parse(f"<root>{tree}</root>".encode())
    for element in root.iter():
        if name_of(element) == "t":
            element.text = f"<{next(counted)}>"
            for child in list(element):
                element.remove(child)
    draft = Draft(BOUNDS)
    Markup(draft).write(root)
    said = "\n".join(draft.lines)
    assert all(said.count(f"<{number}>") <= 1 for number in range(next(counted)))
