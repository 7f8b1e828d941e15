import pytest

from gateway.cli.scorestyle import COLOURS, PAGE, STYLE


def luminance(colour):
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [("text", "ground"), ("text", "shade"), ("text", "mark"), ("quiet", "shade"), ("quiet", "ground")],
)
def test_text_can_be_read(text, ground):
    assert contrast(text, ground) >= 4.5


def test_what_frames_can_be_seen():
    assert contrast("line", "ground") >= 3
    assert contrast("accent", "ground") >= 3


def test_each_colour_is_named_once():
    assert "#" not in STYLE.partition("}")[2]
    for name in COLOURS:
        assert f"var(--{name})" in STYLE


def test_nothing_is_fetched():
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "default-src 'none'" in PAGE
