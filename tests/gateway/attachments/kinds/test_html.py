import pytest

from gateway.attachments.kinds.html import read
from gateway.attachments.kinds.reading import Reason, Unfit
from tests.gateway.attachments.files import BOUNDS


def said(page: str) -> str:
    return read(page.encode(), BOUNDS).text


def test_words_cut_by_tags_are_whole_again():
    assert said("<p>Mme Trem<b>bl</b>ay, Ren&eacute; &#8212; <i>fin</i></p>") == "Mme Tremblay, René — fin"


def test_blocks_are_lines_and_cells_stand_between_bars():
    page = "<h1>Titre</h1><p>un\n   deux<br>trois</p><table><tr><th>Nom<th>NAS</tr><tr><td>Luc</td><td>1</td></tr></table>"
    assert said(page) == "Titre\nun deux\ntrois\nNom | NAS\nLuc | 1"


def test_what_a_screen_reader_says_and_where_links_lead_is_text():
    page = '<a href="mailto:luc@exemple.quebec">Luc</a><img src=x alt="Photo de Ève"><input value="418"><p title="Note">x</p>'
    text = said(page)
    assert all(part in text for part in ("Luc (mailto:luc@exemple.quebec)", "Photo de Ève", "418", "Note"))


def test_what_is_left_out_is_told():
    found = read(
        b"<!-- Luc --><meta name=author content=Luc><style>p{}</style><script>Luc</script><template>Luc</template>"
        b"<iframe src=x>Luc</iframe><img src=x><input type=hidden value=Luc><p>Bonjour",
        BOUNDS,
    )
    assert found.text == "Bonjour"
    assert dict(found.left_out) == {
        "comments": 1,
        "document properties": 1,
        "embedded pages": 1,
        "hidden fields": 1,
        "images": 1,
        "scripts": 1,
        "styles": 1,
        "templates": 1,
    }


def test_text_as_written_keeps_its_lines():
    assert said("<pre>a\n  b</pre>") == "a\n  b"


def test_a_page_of_nothing_is_refused():
    with pytest.raises(Unfit) as caught:
        read(b"<html><script>x</script></html>", BOUNDS)
    assert caught.value.reason is Reason.NO_TEXT


def test_a_script_without_an_end_hides_nothing_that_a_reader_sees():
    assert read(b"<p>Bonjour</p><script>x", BOUNDS).left_out == (("scripts", 1),)
