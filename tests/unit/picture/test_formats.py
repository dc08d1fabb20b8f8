"""The forms of a tree by name."""

import pytest
from unit.picture.trees import SMALL

from policylang.picture.formats import FORMATS, Format, written
from policylang.picture.to_svg import to_svg
from policylang.picture.to_text import to_text


@pytest.mark.parametrize("form", FORMATS)
def test_each_form_has_a_writer(form: Format) -> None:
    """Every form that is named can be written."""
    assert "operator.kind" in written(SMALL, form)


def test_text_has_a_width_and_pictures_have_none() -> None:
    """The width is that of a line of text."""
    assert written(SMALL, "text", width=40) == to_text(SMALL, width=40)
    assert written(SMALL, "svg", width=40) == to_svg(SMALL)
