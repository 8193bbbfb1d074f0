from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from signage.errors import ToolError
from signage.render.typst_runner import compile_pdf


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text('#let data = json(bytes(sys.inputs.data))\n#set text(font: "Noto Sans SC")\n#data.words\n', "utf-8")
    return path


def words_of(content: bytes) -> str:
    page = pypdfium2.PdfDocument(content)[0]
    return page.get_textpage().get_text_range()


def test_words_of_the_data_are_text_of_the_page_and_never_source(template: Path):
    made = compile_pdf(template, {"words": "晶湾盐业 #panic() $x$ *粗*"})
    assert words_of(made.content) == "晶湾盐业 #panic() $x$ *粗*"


def test_same_arguments_give_the_same_bytes_and_another_date_other_bytes(template: Path):
    one = compile_pdf(template, {"words": "盐"})
    assert one == compile_pdf(template, {"words": "盐"})
    assert one != compile_pdf(template, {"words": "盐"}, timestamp=datetime(2026, 11, 24, tzinfo=UTC))


def test_marked_place_is_told_with_its_page_and_millimetres(tmp_path: Path):
    path = tmp_path / "marked.typ"
    path.write_text(
        '#set text(font: "Noto Sans SC")\n#set page(margin: 0mm)\n盐#pagebreak()#place(dx: 30mm, dy: 40mm, context '
        "[#metadata((page: here().page(), x_mm: here().position().x / 1mm, y_mm: here().position().y / 1mm)) <spot>])",
        "utf-8",
    )
    place = compile_pdf(path, {}, labels=("spot",)).places["spot"]
    assert (place.page, place.x_mm) == (1, pytest.approx(30.0))
    assert place.y_mm == pytest.approx(40.0, abs=5.0)


def test_label_that_the_template_lacks_is_an_error(template: Path):
    with pytest.raises(ToolError) as caught:
        compile_pdf(template, {"words": "盐"}, labels=("nowhere",))
    assert caught.value.code == "typst.failed"


def test_character_that_no_typeface_has_is_an_error_and_not_an_empty_box(template: Path):
    with pytest.raises(ToolError) as caught:
        compile_pdf(template, {"words": "盐\U00020bb7"})
    assert caught.value.code == "typst.failed"
    assert caught.value.params["said"]


@pytest.mark.parametrize("name", ["../out.svg", "/etc/x", "a/../../b", "a\\b", ""])
def test_file_whose_name_leads_out_of_the_folder_is_refused(template: Path, name: str):
    with pytest.raises(ToolError) as caught:
        compile_pdf(template, {"words": "盐"}, files={name: b"x"})
    assert caught.value.code == "typst.name_leads_out"
