from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont


def face_of_the_package() -> Path:
    found = find_spec("justmytype_intl_cjk")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.rglob("NotoSansKR*.ttf"))


def test_the_list_names_each_typeface_once_with_licence_use_and_source(signage):
    ended = signage("fonts")
    assert ended.status == 0
    lines = ended.out.splitlines()
    (at,) = [place for place, line in enumerate(lines) if line.strip().startswith("noto-sans-sc ")]
    told = " ".join(lines[at : at + 2])  # on a narrow terminal an entry takes two lines
    assert all(word in told for word in ("黑体", "OFL-1.1", "是", "随程序安装"))
    assert max(map(len, lines)) <= 110


def test_a_broken_file_of_the_folder_is_told_once_and_left_out(signage, tmp_path, monkeypatch):
    (tmp_path / "bad.ttf").write_bytes(b"no font")
    monkeypatch.setenv("SIGNAGE_FONTS", str(tmp_path))
    ended = signage("fonts", "noto-sans-sc")
    assert ended.status == 0
    assert ended.err.count("bad.ttf") == 1


def test_a_sign_is_drawn_in_a_typeface_given_by_file(signage, tmp_path):
    face = Path(__file__).parent.parent / "fonts" / "kai.ttf"
    size = ("--name", "永味", "--width", "2000", "--height", "900")
    ended = signage("draw", *size, "--typeface", str(face), "-o", str(tmp_path / "sign.json"))
    assert ended.status == 0, ended.err
    assert signage("fonts", "--json").json[-1]["name"] != "signage-test-kai"  # it was given to that command alone
    gone = signage("draw", *size, "--typeface", str(tmp_path / "none.ttf"), "-o", str(tmp_path / "sign.json"))
    assert gone.status == 2
    assert "none.ttf" in gone.err


def test_json_holds_what_a_program_needs(signage):
    entries = signage("fonts", "--json").json
    default = entries[0]
    assert default["name"] == "noto-sans-sc"
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", default["digest"])
    assert (default["style"], default["weights"], default["licence"]) == ("hei", [100, 900], "OFL-1.1")
    assert (default["is_commercial_use_allowed"], default["source"]) == (True, "package")
    assert Path(default["path"]).is_file()
    assert "missing" not in default


def test_a_typeface_that_has_every_character_says_so(signage):
    ended = signage("fonts", "noto-sans-sc", "--text", "晶湾盐业 生活馆")
    assert ended.status == 0
    assert "全部字" in ended.out
    assert "sha256:" in ended.out


def test_a_missing_character_is_named_with_the_typefaces_that_have_it_and_the_status_is_1(signage):
    ended = signage("fonts", "noto-sans-kr", "--text", "盐盐店")
    assert ended.status == 1
    (line,) = [line for line in ended.out.splitlines() if "“盐”" in line]
    assert "U+76D0" in line
    assert "noto-sans-sc" in line
    (said,) = signage("fonts", "noto-sans-kr", "--text", "盐", "--json").json
    assert said["missing"][0]["character"] == "盐"
    assert "noto-sans-sc" in said["missing"][0]["found_in"]


def test_a_character_that_nobody_has_is_said_to_be_so(signage):
    ended = signage("fonts", "noto-sans-sc", "--text", "盐😀")
    assert ended.status == 1
    assert "U+1F600" in ended.out


def test_without_a_name_the_list_says_what_each_typeface_lacks(signage):
    ended = signage("fonts", "--text", "盐")
    assert ended.status == 0
    lines = {line.split()[0]: line for line in ended.out.splitlines() if line.strip().startswith("noto-sans-")}
    assert "不缺" in lines["noto-sans-sc"]
    assert lines["noto-sans-kr"].split()[-1] == "盐"


def test_a_typeface_of_a_folder_is_told_apart_and_its_use_is_not_made_up(
    signage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copyfile(face_of_the_package(), folder / "own.ttf")
    monkeypatch.setenv("SIGNAGE_FONTS", str(folder))
    entries = [entry for entry in signage("fonts", "--json").json if entry["source"] == "folder"]
    assert [Path(entry["path"]).name for entry in entries] == ["own.ttf"]


@pytest.mark.parametrize(
    ("words", "says"), [(("nosuch",), "noto-sans-sc"), (("noto-sans-sc", "--text", "盐\x07"), "U+0007")]
)
def test_a_wrong_use_ends_with_2_and_one_sentence(signage, words, says):
    ended = signage("fonts", *words)
    assert ended.status == 2
    assert says in ended.err
    assert len(ended.err.strip().splitlines()) == 1


@pytest.mark.parametrize("style", ["song", "宋体", "song (serif)"])
def test_typefaces_of_one_style_are_listed_alone(signage, style):
    entries = signage("fonts", "--style", style, "--json").json
    assert entries[0]["name"] == "noto-serif-sc"
    assert (entries[0]["source"], entries[0]["licence"]) == ("package", "OFL-1.1")
    assert {entry["style"] for entry in entries} == {"song"}


def test_a_style_that_no_typeface_has_says_how_to_get_one(signage):
    ended = signage("fonts", "--style", "round")
    assert ended.status == 1
    assert "圆体" in ended.out
    assert "SIGNAGE_FONTS" in ended.out
    wrong = signage("fonts", "--style", "baroque")
    assert wrong.status == 2
    assert "baroque" in wrong.err
    assert "楷体" in wrong.err


def test_kai_and_song_faces_of_a_folder_are_known_by_their_names(signage, tmp_path, monkeypatch):
    faces = Path(__file__).parent.parent / "fonts"
    for name in ("kai.ttf", "song.otf"):
        shutil.copyfile(faces / name, tmp_path / name)
    monkeypatch.setenv("SIGNAGE_FONTS", str(tmp_path))
    for style, name in (("kai", "kai.ttf"), ("song", "song.otf")):
        found = [one for one in signage("fonts", "--style", style, "--json").json if one["source"] == "folder"]
        assert [Path(one["path"]).name for one in found] == [name]


def test_a_licence_that_a_file_does_not_state_is_told_as_unknown(signage, tmp_path, monkeypatch):
    font = TTFont(Path(__file__).parent.parent / "fonts" / "kai.ttf")
    for number in (0, 13, 14):
        font["name"].removeNames(nameID=number)
    font.save(tmp_path / "kai.ttf")
    monkeypatch.setenv("SIGNAGE_FONTS", str(tmp_path))
    (found,) = [one for one in signage("fonts", "--style", "kai", "--json").json if one["source"] == "folder"]
    assert (found["licence"], found["is_commercial_use_allowed"]) == ("", None)
    told = signage("fonts", found["name"]).out
    assert "许可：未说明" in told
    assert "可商用：未说明" in told


def test_what_the_song_face_lacks_is_named_with_the_typefaces_that_have_it(signage):
    ended = signage("fonts", "noto-serif-sc", "--text", "回𠮷堂")
    assert ended.status == 1
    (line,) = [line for line in ended.out.splitlines() if "“𠮷”" in line]
    assert "noto-sans-jp" in line
