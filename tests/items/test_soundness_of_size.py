"""Where size decides between tracks, the item names figures that its form must state."""

from __future__ import annotations

from pathlib import Path

import pytest

from signage import items
from signage.errors import InputError
from signage.items import parse_item

TEXT = (Path(items.__file__).parent / "catalogue" / "outdoor-ad.toml").read_text("utf-8")
SIZE = '[size]\nwidth = "宽度"\nheight = "高度"\n'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (SIZE, "", "items.size_missing"),
        (SIZE, SIZE.replace("高度", "总面积"), "items.size_field"),  # a number, in m²
        (SIZE, SIZE.replace("高度", "厚度"), "items.size_field"),  # a number that some cases leave out
        (SIZE, SIZE.replace("高度", "广告类型"), "items.size_field"),  # no number
        ('title_zh = "户外广告设置备案"\n', "", "items.one_language"),
        (
            'source = "illustrative"\ntracks = ["filing"]\n',
            'source = "illustrative"\ntracks = ["guidance"]\n',
            "items.strange_track",
        ),
    ],
)
def test_what_decides_the_track_is_stated_on_every_form(old, new, code):
    assert TEXT.count(old) == 1
    with pytest.raises(InputError) as caught:
        parse_item(TEXT.replace(old, new), file="outdoor-ad.toml")
    assert caught.value.code == code
