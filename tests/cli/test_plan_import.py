"""`signage plan import` and `signage plan inspect`."""

from __future__ import annotations

import json

import pytest

from signage.cli.app import run
from signage.frontage import read_plan, write_plan
from signage.frontage.readers.assemble import assemble
from tests.frontage.readers import test_faces as faces
from tests.frontage.readers.in_process import read_here as read_here
from tests.frontage.readers.small_front import MAP as SMALL_MAP
from tests.frontage.readers.small_front import box, content_of, front, line, text

DXF, MAP = "samples/plans/jingwan-li.dxf", "samples/plans/jingwan-li-map.toml"


def test_import_tells_what_it_took_and_ignored_and_writes_a_plan(tmp_path, capsys):
    out = tmp_path / "plan.json"
    assert run(["plan", "import", DXF, "--map", MAP, "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "采用：铺位 16" in said
    assert "未用：" in said
    assert "修复：" in said
    assert len(read_plan(out).faces[0].units) == 16


@pytest.mark.usefixtures("read_here")
def test_an_svg_imports_by_the_mapping_of_the_dxf_and_a_table_is_sent_elsewhere(tmp_path, capsys):
    out, table = tmp_path / "plan.json", tmp_path / "units.csv"
    assert run(["plan", "import", DXF.replace(".dxf", ".svg"), "--map", MAP, "-o", str(out)]) == 0
    assert len(read_plan(out).faces[0].units) == 16
    table.write_text("铺位,起\n", "utf-8")
    assert run(["plan", "import", str(table), "--map", MAP]) == 2
    assert "import-units" in capsys.readouterr().err


@pytest.mark.usefixtures("read_here")
def test_import_without_a_whole_plan_asks_writes_nothing_and_fails(tmp_path, capsys):
    out = tmp_path / "plan.json"
    assert run(["plan", "import", DXF, "--map", MAP, "--title", "不存在", "--json", "-o", str(out)]) == 2
    report = json.loads(capsys.readouterr().out)
    assert report["plan"] is None
    assert report["questions"][0]["code"] == "reading.title_unknown"
    assert "晶湾路一侧立面图" in report["questions"][0]["message"]
    assert not out.exists()


def test_a_dwg_is_refused_with_what_to_do(tmp_path, capsys):
    file = tmp_path / "a.dwg"
    file.write_bytes(b"AC1032" + b"\x00" * 100)
    assert run(["plan", "inspect", str(file)]) == 2
    assert "DXF" in capsys.readouterr().err


def test_a_window_that_is_none_is_refused(capsys):
    assert run(["plan", "import", DXF, "--map", MAP, "--window", "1,2,x"]) == 2
    assert "1,2,x" in capsys.readouterr().err


def test_a_drawing_in_the_place_of_a_plan_is_sent_to_the_import(capsys):
    spec = "samples/specs/jingwan-shenghuoguan.toml"
    assert run(["check", spec, "--frontage", DXF, "--unit", "S1-02"]) == 2
    told = capsys.readouterr().err
    assert f"signage plan import {DXF}" in told
    assert "UTF-8" not in told


@pytest.mark.usefixtures("read_here")
def test_inspect_prints_titles_with_windows_and_a_mapping_that_imports(tmp_path, capsys):
    assert run(["plan", "inspect", DXF]) == 0
    said = capsys.readouterr().out
    assert "晶湾路一侧立面图（155000, 33800），建议窗口 --window" in said
    own = tmp_path / "own.toml"
    own.write_text(said[said.index("unit = ") :].replace("…", "x"), "utf-8")
    assert '# "租户" = "…"' in said
    assert run(["plan", "import", DXF, "--map", str(own)]) == 2  # what the attributes mean is still to be told
    told = capsys.readouterr().out
    assert "采用：铺位 16" in told
    assert told.count("属性“租户”") == 1


def test_the_schema_of_mappings_is_printed(capsys):
    assert run(["schema", "mapping"]) == 0
    assert "snap_mm" in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.usefixtures("read_here")
def test_import_onto_a_plan_adds_a_face_as_the_next_revision_and_refuses_one_that_is_there(tmp_path, capsys):
    first = assemble(faces.sheet(), faces.told(face="east")).plan
    assert first is not None
    old, drawing, mapping, new = (tmp_path / name for name in ("old.json", "f.dxf", "map.toml", "new.json"))
    old.write_bytes(write_plan(first))
    drawing.write_bytes(faces.drawn())
    mapping.write_text(faces.MAP, "utf-8")
    add = ["plan", "import", str(drawing), "--map", str(mapping), "--onto", str(old), "-o", str(new)]
    assert run([*add, "--face", "north", "--valid-from", "2026-12-01"]) == 0
    made = read_plan(new)
    assert ([f.id for f in made.faces], made.revision, made.valid_from.month) == (["east", "north"], "2026-2", 12)
    assert run([*add, "--face", "east", "--valid-from", "2026-12-01"]) == 2
    assert "已有立面 east" in capsys.readouterr().err


def _faulty(folder) -> list[str]:
    """Write a drawing whose two shops have one number, and return the command that imports it."""
    doc, space = front()
    for n in range(4):
        box(space, "铺位", n * 4000, 0, n * 4000 + 4000, 4200)
        text(space, "铺号", f"A0{max(1, n)}", n * 4000 + 2500, 3000)
    drawing, mapping = folder / "front.dxf", folder / "map.toml"
    drawing.write_bytes(content_of(doc))
    mapping.write_text(SMALL_MAP, "utf-8")
    return ["plan", "import", str(drawing), "--map", str(mapping), "-o", str(folder / "plan.json")]


@pytest.mark.usefixtures("read_here")
def test_faults_are_told_with_their_place_and_drawn_though_there_is_no_plan(tmp_path, capsys):
    picture = tmp_path / "faults.svg"
    assert run([*_faulty(tmp_path), "--drawing", str(picture)]) == 2
    said = capsys.readouterr().out
    assert "（x 4000 至 8000，y 0 至 4200 mm）: 编号“A01”用了不止一次" in said
    assert not (tmp_path / "plan.json").exists()
    assert "编号“A01”用了不止一次" in picture.read_text("utf-8")


@pytest.mark.usefixtures("read_here")
def test_without_a_face_nothing_is_drawn_and_that_is_said(tmp_path, capsys):
    picture = tmp_path / "faults.png"
    assert run([*_faulty(tmp_path), "--title", "不存在", "--drawing", str(picture)]) == 2
    assert "没有画图" in capsys.readouterr().err
    assert not picture.exists()
    assert run([*_faulty(tmp_path), "--drawing", str(tmp_path / "a.xyz")]) == 2
    assert ".xyz" in capsys.readouterr().err


@pytest.mark.usefixtures("read_here")
def test_ids_that_the_plan_has_already_name_a_prefix_that_parts_them(tmp_path, capsys):
    first = assemble(faces.sheet(), faces.told(face="east")).plan
    assert first is not None
    old, drawing, mapping = (tmp_path / name for name in ("old.json", "f.dxf", "map.toml"))
    old.write_bytes(write_plan(first))
    drawing.write_bytes(faces.drawn())
    again = faces.MAP.split("[[faces]]")[0].replace("[face]", '[face]\nid = "north"\nname = "北立面"')
    head = 'title = "NORTH ELEVATION"\n'
    add = ["plan", "import", str(drawing), "--map", str(mapping), "--onto", str(old), "--valid-from", "2026-12-01"]
    mapping.write_text(head + again, "utf-8")
    assert run(add) == 2
    said = capsys.readouterr().err
    assert 'prefix = "north-"' in said
    assert "S1-01" in said
    mapping.write_text(head + 'prefix = "north-"\n' + again, "utf-8")
    assert run(add) == 0


@pytest.mark.usefixtures("read_here")
def test_inspect_speaks_of_sizes_in_words_and_plain_numbers(tmp_path, capsys):
    doc, space = front(scale=0.001)
    box(space, "门", 500, 0, 1700, 2300, 0.001)
    line(space, "杂", (1e12, 1e12), (1e12 + 5000, 1e12), 1e-6)
    drawing = tmp_path / "front.dxf"
    drawing.write_bytes(content_of(doc))
    assert run(["plan", "inspect", str(drawing)]) == 0
    said = capsys.readouterr().out
    assert "门高 2.3、" in said
    assert "e+" not in said
    assert "范围：文件头 —" in said
