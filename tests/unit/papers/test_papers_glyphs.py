import pytest

from goldenthread.papers._glyphs import showable


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Plans – “agreed” – weren’t", "Plans – “agreed” – weren’t"),
        ("Siân Ōtomo Łukasz Ελένη", "Siân Ōtomo Łukasz Ελένη"),
        ("\uf0b7 a bullet from a private font", "□ a bullet from a private font"),
        ("a smile \U0001f600", "a smile □"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("soft\u00adhyphen, zero\u200bwidth, \u202eturned", "softhyphen, zerowidth, turned"),
        ("a \x07 bell", "a  bell"),
        ("", ""),
    ],
)
def test_every_character_is_one_the_font_can_draw(given: str, shown: str) -> None:
    assert showable(given) == shown


def test_a_run_too_long_for_a_column_is_given_places_to_break() -> None:
    assert showable("a" * 70) == "\u200b".join(["a" * 32, "a" * 32, "a" * 6])
    assert showable("a" * 32 + " b") == "a" * 32 + " b"
