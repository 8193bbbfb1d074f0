"""`signage draw --batch`: a list drawn, resumed, interrupted, killed, and every wrong use in one sentence."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from signage.cli import batch
from tests.cli.conftest import PLAN, SPEC

ROOT = Path(__file__).resolve().parents[2]
FACE = ROOT / "tests" / "fonts" / "kai.ttf"
SIZE = ("--width", "6000", "--height", "1200", "--width-px", "200")
MAIN = "from signage.cli import main\nif __name__ == '__main__':\n    main()"


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str, name: str = "names.csv") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return name

    return write


def names_in(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_list_is_drawn_in_every_view_and_format_that_was_asked_for(signage, listed, jobs):
    wanted = ("--view", "front", "--view", "night", "--format", "jpg", "--format", "svg", "--jobs", jobs)
    ended = signage(
        "draw", "--batch", listed("店名,样式\n晶湾盐业,\n盐味小馆,light-box\n"), *SIZE, *wanted, "-o", "out"
    )
    assert ended.status == 0, ended.err
    stems = ("0001-晶湾盐业", "0002-盐味小馆")
    expected = {f"{stem}-{view}.{form}" for stem in stems for view in ("front", "night") for form in ("jpg", "svg")}
    assert set(names_in("out")) == expected | {"manifest.jsonl"}
    assert "8" in ended.out
    with Image.open("out/0002-盐味小馆-night.jpg") as picture:
        assert picture.width == 200


def test_one_process_or_two_give_the_same_files(signage, listed):
    names = listed("晶湾盐业\n盐味小馆\n石榴巷面馆\n云麓茶舍\n")
    for jobs in ("1", "2"):
        assert signage("draw", "--batch", names, *SIZE, "--jobs", jobs, "-o", f"out{jobs}").status == 0
    one, two = ({name: Path(f"out{jobs}", name).read_bytes() for name in names_in(f"out{jobs}")} for jobs in "12")
    assert one == two


def test_a_second_run_draws_only_what_changed(signage, listed):
    names = listed("name,width_mm\n晶湾盐业,6000\n盐味小馆,5000\n")
    words = ("draw", "--batch", names, "--height", "1200", "--width-px", "200", "--jobs", "1", "-o", "out")
    assert signage(*words).status == 0
    before = {name: Path("out", name).stat().st_mtime_ns for name in names_in("out") if name.endswith(".png")}
    listed("name,width_mm\n晶湾盐业,6000\n盐味小馆,5500\n")
    ended = signage(*words)
    after = {name: Path("out", name).stat().st_mtime_ns for name in names_in("out") if name.endswith(".png")}
    assert {name for name in after if after[name] != before[name]} == {"0002-盐味小馆-front.png"}
    assert "1" in ended.out
    assert signage(*words[:-4], "--night", *words[-4:]).status == 0
    assert "0001-晶湾盐业-night.png" in names_in("out")


def test_a_template_holds_where_a_row_says_nothing(signage, listed):
    names = listed("name,second_line\n晶湾盐业,YAN\n")
    for form in (("--spec", SPEC), (SPEC,)):
        assert signage("draw", *form, "--batch", names, "--format", "json", "--jobs", "1", "-o", "out").status == 0
        scene = json.loads(Path("out/0001-晶湾盐业-front.json").read_text("utf-8"))["scene"]
        assert "6000" in json.dumps(scene, ensure_ascii=False)


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_every_process_writes_in_the_font_file_that_was_given(signage, listed, tmp_path, monkeypatch, method):
    monkeypatch.setattr("signage.batch.pool.start_method", lambda: method)
    shutil.copy(FACE, tmp_path / "own.ttf")
    words = ("--width", "2000", "--height", "900", "--format", "json", "--typeface", "own.ttf")
    ended = signage("draw", "--batch", listed("永味\n永国\n"), *words, "--jobs", "2", "-o", "out")
    assert ended.status == 0, ended.err
    assert signage("draw", "--name", "永味", *words, "-o", "alone.json").status == 0
    drawn, alone = (json.loads(Path(name).read_text("utf-8")) for name in ("out/0001-永味-front.json", "alone.json"))
    assert drawn["scene"] == alone["scene"]


@pytest.mark.parametrize("option", ["--typeface", "--second-typeface"])
def test_a_font_file_that_changed_under_its_name_is_drawn_with_again(signage, listed, tmp_path, option):
    names = listed("name,second_line\n永国,永国\n")
    words = ("--width", "2000", "--height", "900", "--width-px", "200", option, "own.ttf", "--jobs", "1", "-o", "out")

    def drawn() -> str:
        batch._fonts_with.cache_clear()  # another run is another process, which has opened no font yet
        return str(signage("draw", "--batch", names, *words).out)

    shutil.copy(FACE, tmp_path / "own.ttf")
    assert "新画 1 行" in drawn()
    assert "未变 1 行" in drawn()
    (tmp_path / "own.ttf").write_bytes(FACE.read_bytes() + bytes(4))
    assert "新画 1 行" in drawn()


def test_rows_may_hang_on_units_of_their_own(signage, listed):
    names = listed("店名,铺位\n晶湾盐业,S1-02\n盐味小馆,S1-10\n云麓茶舍,S9-99\n")
    place = ("--frontage", PLAN, "--on", "2026-11-24", "--view", "street", "--night", "--width-px", "300")
    ended = signage("draw", SPEC, "--batch", names, *place, "--jobs", "1", "-o", "out")
    assert ended.status == 2
    assert "0002-盐味小馆-street-night.png" in names_in("out")
    assert "S9-99" in Path("out/errors.csv").read_text("utf-8-sig")


def test_bad_rows_end_with_2_and_say_how_many_were_drawn(signage, listed):
    names = listed("name,width_mm\n晶湾盐业,6000\n盐😀,6000\n,6000\n盐味小馆,abc\n")
    ended = signage("draw", "--batch", names, "--height", "1200", "--width-px", "200", "--jobs", "1", "-o", "out")
    assert ended.status == 2
    assert "新画 1 行" in ended.out
    assert "有误 3 行" in ended.out
    assert "errors.csv" in ended.err
    lines = Path("out/errors.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["行号", "3", "4", "5"]
    assert lines[1].split(",")[2] == "name"
    assert "abc" in lines[3]


def test_how_a_list_was_read_is_told(signage, tmp_path):
    (tmp_path / "gb.csv").write_bytes("晶湾盐业\n".encode("gb18030"))
    said = signage("draw", "--batch", "gb.csv", *SIZE, "--jobs", "1", "-o", "out").err
    assert "GB 18030" in said
    assert "没有表头" in said
    assert said.count("晶湾盐业") == 2


LIST = "name\n晶湾盐业\n"
WRONG = [
    (LIST, ("-o", "taken"), "taken"),
    (LIST, ("-o", "out", "--name", "店"), "--name"),
    (LIST, ("-o", "out", "--view", "street"), "--frontage"),
    (LIST, ("-o", "out", "--view", "workshop", "--night"), "--night"),
    (LIST, ("-o", "out", "--quality", "80"), ".jpg"),
    (LIST, ("-o", "out", "--spec", SPEC), "--width"),
    (LIST, ("-o", "out", "--unit", "S1-02"), "--frontage"),
    (LIST, ("-o", "out", "--frontage", PLAN), "--unit"),
    (LIST, ("-o", "out", "--frontage", PLAN, "--unit", "S9-99"), "S9-99"),
    (LIST, ("-o", "out", "--jobs", "0"), "--jobs"),
    ("width\n6000\n", ("-o", "out"), "name"),
    ('name\n"晶湾\n', ("-o", "out"), "names.csv"),
    ("name,phone\n晶湾,1\n", ("-o", "out"), "phone"),
    ("", ("-o", "out"), "names.csv"),
]


@pytest.mark.parametrize(("text", "words", "says"), WRONG, ids=[" ".join(w[1]) + w[0][:12] for w in WRONG])
def test_a_wrong_use_ends_with_2_one_sentence_and_nothing_drawn(signage, tmp_path, text, words, says):
    (tmp_path / "names.csv").write_text(text, "utf-8")
    (tmp_path / "taken").write_text("a file, no folder")
    ended = signage("draw", "--batch", "names.csv", *SIZE, *words)
    assert ended.status == 2
    assert says in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("words", [("--jobs", "2"), ("--format", "png", "--format", "svg")])
def test_jobs_and_repeated_formats_are_for_a_batch_alone(signage, words):
    ended = signage("draw", "--name", "店", *SIZE, *words, "-o", "x.png")
    assert ended.status == 2
    assert words[0] in ended.err


def started(folder: Path, count: int, jobs: int) -> subprocess.Popen[str]:
    """Start a batch that takes a while, in a process group of its own as a terminal does."""
    (folder / "many.txt").write_text("\n".join(f"第{number}号盐业店" for number in range(count)), "utf-8")
    size = ("--width", "6000", "--height", "1200", "--width-px", "1200")
    words = ["draw", "--batch", "many.txt", *size, "--jobs", str(jobs), "-o", "out"]
    # Where the tests run in the background they ignore interruptions, and the batch would inherit that.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    batch = subprocess.Popen(
        [sys.executable, "-c", heard + MAIN, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    manifest = folder / "out" / "manifest.jsonl"
    while batch.poll() is None and not (manifest.exists() and len(manifest.read_bytes().splitlines()) >= 3):
        time.sleep(0.05)
    return batch


def whole(folder: Path) -> set[str]:
    """Return the pictures of a folder, each of which has to open to its last row."""
    names = {path.name for path in folder.glob("*.png")}
    for name in names:
        with Image.open(folder / name) as picture:
            picture.load()
    return names


linux = pytest.mark.skipif(sys.platform != "linux", reason="signals to a process group, and /proc")


@linux
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_batch_leaves_whole_files_that_the_next_run_counts(tmp_path: Path, jobs: int):
    batch = started(tmp_path, 400, jobs)
    os.killpg(batch.pid, signal.SIGINT)
    said, _ = batch.communicate()
    assert batch.returncode == 130, said
    assert "Traceback" not in said
    done = whole(tmp_path / "out")
    recorded = (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()
    assert {name for line in recorded for name in json.loads(line)["files"]} == done
    assert 3 <= len(done) < 400
    assert not list((tmp_path / "out").glob(".*"))


@linux
def test_a_worker_that_is_killed_ends_the_batch_with_one_sentence(tmp_path: Path):
    batch = started(tmp_path, 400, 2)
    os.kill(workers_of(batch.pid)[0], signal.SIGKILL)
    said, _ = batch.communicate()
    assert batch.returncode == 3, said
    assert "进程意外终止" in said
    assert "Traceback" not in said
    assert len(whole(tmp_path / "out")) >= 3


@linux
def test_workers_end_when_the_batch_itself_is_killed(tmp_path: Path):
    batch = started(tmp_path, 400, 2)
    workers = workers_of(batch.pid)
    batch.kill()
    batch.communicate()
    while any(is_running(worker) for worker in workers):
        time.sleep(0.05)
    assert len(workers) == 2
    assert len(whole(tmp_path / "out")) >= 3


def workers_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_list_states_letter_gaps_and_colours_as_people_write_them(signage, listed):
    names = listed("店名,底色,字色,字距\n晶湾,红,米白色,900\n晶湾,#C8161D,#F6F2E7,900\n盐味,孔雀紫,,\n盐田,,,9000\n")
    ended = signage("draw", "--batch", names, *SIZE, "--view", "face", "-o", "out")
    assert ended.status == 2
    one, two = (Path("out", f"000{n}-晶湾-face.png").read_bytes() for n in "12")
    assert one == two
    faults = Path("out/errors.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in faults[1:]] == [
        ["4", "盐味", "panel_colour"],
        ["5", "盐田", "letter_gap_mm"],
    ]
    assert "请把字距减到" in faults[2]


def test_notes_of_a_list_are_summed_up_at_its_end_and_stand_in_a_table(signage, listed):
    names = listed(
        "店名,宽,高,铺位\n晶湾盐业生活体验中心旗舰店,3000,900,S1-02\n盐味,9000,1000,S1-02\n晶湾,2000,900,S1-03\n"
    )
    more = ("--frontage", PLAN, "--width-px", "200", "-o", "out")
    ended = signage("draw", "--batch", names, *more)
    assert ended.status == 0, ended.err
    assert "版式说明（逐行见 out/notes.csv）：" in ended.err
    assert "  第 3 行“盐味”：招牌（宽 9000 mm）超出铺位 S1-02" in ended.err
    table = Path("out/notes.csv").read_text("utf-8-sig").splitlines()
    assert table[0] == "行号,店名,说明"
    assert [line.split(",")[:2] for line in table[1:]] == [["2", "晶湾盐业生活体验中心旗舰店"], ["3", "盐味"]]
    again = signage("draw", "--batch", names, *more)
    assert "未变 3 行" in again.out
    assert "超出铺位 S1-02" in again.err
