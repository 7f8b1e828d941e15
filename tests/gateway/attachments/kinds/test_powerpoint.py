import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE

from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.powerpoint import read
from gateway.attachments.kinds.reading import Bounds, Reason, Unfit
from tests.gateway.attachments.files import BOUNDS, part, powerpoint, saved, with_parts


def extract(deck, bounds=BOUNDS):
    content = deck if isinstance(deck, bytes) else saved(deck)
    return read(content, Package(content, bounds), bounds)


@pytest.fixture
def deck():
    made = pptx.Presentation()
    made.core_properties.author = "Zoé Caron"
    return made


def slide(deck, layout=5):
    return deck.slides.add_slide(deck.slide_layouts[layout])


def test_titles_bodies_tables_groups_charts_and_notes_are_read(deck):
    first = slide(deck, 1)
    first.shapes.title.text, first.placeholders[1].text = "Titre", "un\ndeux"
    table = first.shapes.add_table(1, 2, 0, 0, 9, 9).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Nom", "Luc"
    group = first.shapes.add_group_shape()
    group.shapes.add_shape(MSO_SHAPE.OVAL, 0, 0, 9, 9).text_frame.text = "groupe"
    chart = CategoryChartData()
    chart.categories = ["Est", "Ouest"]
    chart.add_series("Ventes", (1, 2))
    first.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 9, 9, chart)
    first.notes_slide.notes_text_frame.text = "Appeler Luc."
    found = extract(deck)
    lines = [line for line in found.text.splitlines() if line]
    assert lines == [
        "[Slide 1]",
        "Titre",
        "un",
        "deux",
        "Nom | Luc",
        "groupe",
        "Ventes",
        "Est | Ouest",
        "1 | 2",
        "[Notes]",
        "Appeler Luc.",
    ]
    assert dict(found.left_out) == {"document properties": 1, "embedded objects": 1}
    assert found.pages == 1


def test_hidden_slides_and_shapes_are_left_out_and_told(deck):
    hidden = slide(deck)
    hidden.shapes.title.text = "diapo cachée"
    hidden._element.set("show", "0")
    shown = slide(deck)
    shown.shapes.title.text = "montrée"
    shape = shown.shapes.add_shape(MSO_SHAPE.OVAL, 0, 0, 9, 9)
    shape.text_frame.text = "forme cachée"
    shape._element.nvSpPr.cNvPr.set("hidden", "1")
    found = extract(deck)
    assert found.text == "[Slide 2]\nmontrée"
    assert (dict(found.left_out)["hidden slides"], dict(found.left_out)["hidden shapes"]) == (1, 1)


def test_alternative_text_and_links_are_read(deck):
    shown = slide(deck)
    shown.shapes.title._element.nvSpPr.cNvPr.set("descr", "Photo de Luc")
    run = shown.shapes.title.text_frame.paragraphs[0].add_run()
    run.text = "écrire"
    run.hyperlink.address = "mailto:luc@exemple.quebec"
    text = extract(deck).text
    assert "[Photo de Luc]" in text
    assert "écrire (mailto:luc@exemple.quebec)" in text


@pytest.mark.parametrize(
    "comments",
    [
        '<p:cmLst xmlns:p="p"><p:cm authorId="0"><p:text>Voir Luc.</p:text></p:cm></p:cmLst>',
        '<p188:cmLst xmlns:p188="p" xmlns:a="a"><p188:cm><p188:txBody><a:p><a:r><a:t>Voir Luc.</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>',
    ],
)
def test_comments_of_old_and_of_late_are_read(comments):
    content = powerpoint("Titre")
    rels = part(content, "ppt/slides/_rels/slide1.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://x/relationships/comments" Target="../comments/comment1.xml"/></Relationships>',
    )
    changed = with_parts(
        content, {"ppt/slides/_rels/slide1.xml.rels": rels, "ppt/comments/comment1.xml": comments.encode()}
    )
    found = extract(changed)
    assert found.text.endswith("[Comments]\nVoir Luc.")
    assert dict(found.left_out)["authors of comments"] == 1


def test_a_chart_that_shows_itself_has_an_end(deck):
    chart = CategoryChartData()
    chart.categories = ["Est"]
    chart.add_series("Ventes", (1,))
    slide(deck).shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, 9, 9, chart)
    content = saved(deck)
    name = next(name for name in Package(content, BOUNDS).xml if name.startswith("ppt/charts/chart"))
    reference = next(
        word for word in part(content, "ppt/slides/slide1.xml").split(b'"') if word.startswith(b"rId")
    )
    loop = b'<c:chart r:id="' + reference + b'"/></c:chartSpace>'
    looped = with_parts(content, {name: part(content, name).replace(b"</c:chartSpace>", loop)})
    assert extract(looped).text.count("Est") == 1


def test_too_many_slides_are_refused():
    with pytest.raises(Unfit) as caught:
        extract(powerpoint("a", "b", "c"), Bounds(pages=2, cells=9, characters=99, unpacked=10**7, ratio=99))
    assert (caught.value.reason, caught.value.limit) == (Reason.TOO_LARGE, "pages")


def test_slides_without_text_are_refused():
    with pytest.raises(Unfit) as caught:
        extract(powerpoint(""))
    assert caught.value.reason is Reason.NO_TEXT
