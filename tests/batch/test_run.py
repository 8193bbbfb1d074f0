"""A batch with a studio that draws a line of text: what is drawn, skipped, refused and recorded."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from signage.batch import Note, NoteCount, Progress, Summary, Wanted, read_names, run_batch
from signage.batch import manifest as manifest_module
from signage.design import SignSpec
from signage.errors import Conflict, InputError, LayoutError, SignageError, ToolError
from signage.render import Rendering

LIST = "name,width_mm,height_mm,unit\n晶湾盐业,6000,1200,S1\n盐味小馆,5000,900,\n石榴巷,4000,800,S2\n"
HEADINGS = ("行号", "店名", "字段", "原因")
NOTE_HEADINGS = ("行号", "店名", "说明")


@dataclass(slots=True)
class TextStudio:
    """Writes the name, view and unit; refuses, fails or is interrupted as told."""

    drawn: list[str] = field(default_factory=list)
    ground: str = "plan-1"
    fault: dict[str, BaseException] = field(default_factory=dict)
    said: dict[str, tuple[Note, ...]] = field(default_factory=dict)

    def notes(self, spec: SignSpec, unit: str | None, views: tuple[str, ...]) -> tuple[Note, ...]:
        return self.said.get(spec.name, ())

    def basis(self, spec: SignSpec, unit: str | None) -> tuple[str, ...]:
        return (self.ground,)

    def draw(self, spec: SignSpec, view: str, unit: str | None, forms: tuple[str, ...]) -> Iterator[Rendering]:
        if spec.name in self.fault:
            raise self.fault[spec.name]
        self.drawn.append(spec.name)
        for form in forms:
            content = f"{spec.name} {spec.width_mm:.0f} {view} {unit} {form}".encode()
            yield Rendering(content=content, media_type="text/plain", suffix=f".{form}", losses=("light",))


@dataclass(slots=True)
class Bench:
    """A folder, what is wanted in it, and the studio of the last run."""

    wanted: Wanted
    studio: TextStudio = field(default_factory=TextStudio)
    progress: list[Progress] = field(default_factory=list)

    def run(self, text: str = LIST) -> Summary:
        self.studio.drawn.clear()
        return run_batch(
            read_names(text.encode(), "list.csv"),
            self.wanted,
            self.studio,
            sentence=lambda error: error.code,
            headings=HEADINGS,
            note_headings=NOTE_HEADINGS,
            on_progress=self.progress.append,
        )

    @property
    def files(self) -> dict[str, str]:
        return {path.name: path.read_text("utf-8-sig") for path in sorted(self.wanted.folder.iterdir())}

    @property
    def errors(self) -> list[list[str]]:
        return list(csv.reader(self.files["errors.csv"].splitlines()))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        Wanted(
            folder=tmp_path,
            file="list.csv",
            views=("front", "night"),
            forms=("svg",),
            defaults=(("kind", "panel-letters"),),
        )
    )


def test_every_row_gives_a_file_for_each_view_and_format(bench: Bench):
    summary = bench.run()
    assert (summary.total, summary.drawn, summary.refused, summary.files) == (3, 3, 0, 6)
    assert bench.files["0001-晶湾盐业-front.svg"] == "晶湾盐业 6000 front S1 svg"
    assert bench.files["0002-盐味小馆-night.svg"] == "盐味小馆 5000 night None svg"
    assert set(bench.files) == {f"{stem}-{view}.svg" for stem in STEMS for view in ("front", "night")} | {
        "manifest.jsonl"
    }
    assert [(one.done, one.total) for one in bench.progress] == [(1, 3), (2, 3), (3, 3)]
    assert summary.losses == ("light",)


STEMS = ("0001-晶湾盐业", "0002-盐味小馆", "0003-石榴巷")


def test_the_same_list_again_draws_nothing(bench: Bench):
    bench.run()
    before = bench.files
    summary = bench.run()
    assert (summary.drawn, summary.unchanged, summary.files) == (0, 3, 6)
    assert bench.studio.drawn == []
    assert bench.files == before


def test_only_a_row_that_changed_is_drawn_again(bench: Bench):
    bench.run()
    assert bench.run(LIST.replace("5000", "5500")).unchanged == 2
    assert set(bench.studio.drawn) == {"盐味小馆"}
    assert bench.files["0002-盐味小馆-front.svg"].startswith("盐味小馆 5500")


@pytest.mark.parametrize("harm", ["removed", "edited"])
def test_a_file_that_is_no_longer_as_it_was_written_is_drawn_again(bench: Bench, harm: str):
    bench.run()
    file = bench.wanted.folder / "0003-石榴巷-night.svg"
    file.unlink() if harm == "removed" else file.write_text("someone's own")
    assert bench.run().drawn == 1
    assert file.read_text("utf-8") == "石榴巷 4000 night S2 svg"


def test_another_wish_ground_or_version_draws_everything_again(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    bench.run()
    wanted = bench.wanted
    bench.wanted = replace(wanted, options=("width 900",))
    assert bench.run().drawn == 3
    bench.studio.ground = "plan-2"
    assert bench.run().drawn == 3
    monkeypatch.setattr("signage.batch.task.versions", lambda: (("signage", "next"),))
    assert bench.run().drawn == 3
    assert bench.run().drawn == 0


def test_a_row_with_an_error_is_told_by_row_and_field_and_the_rest_goes_on(bench: Bench):
    text = LIST + "=1+1,x,900,\n,4000,900,\n太长,4000,900,\n多,4000,900,,1\n"
    bench.studio.fault["太长"] = LayoutError("layout.too_long", name="太长")
    summary = bench.run(text)
    assert (summary.total, summary.drawn, summary.refused, summary.tool_failures) == (7, 3, 4, 0)
    assert summary.errors == "errors.csv"
    assert bench.errors == [
        list(HEADINGS),
        ["5", "'=1+1", "width_mm", "spec.not_a_number"],
        ["6", "", "name", "batch.no_name"],
        ["7", "太长", "", "layout.too_long"],
        ["8", "多", "", "batch.more_cells"],
    ]
    assert (bench.wanted.folder / "errors.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_list_put_right_draws_what_was_missing_and_removes_the_table_of_errors(bench: Bench):
    bench.run(LIST + "新店,x,900,\n")
    summary = bench.run(LIST + "新店,4000,900,\n")
    assert (summary.drawn, summary.unchanged, summary.refused, summary.errors) == (1, 3, 0, "")
    assert "errors.csv" not in bench.files


def test_a_fault_of_ours_in_one_row_costs_only_that_row(bench: Bench):
    bench.studio.fault["盐味小馆"] = ZeroDivisionError("division by zero")
    summary = bench.run()
    assert (summary.drawn, summary.refused, summary.tool_failures) == (2, 1, 1)
    assert bench.errors[1] == ["3", "盐味小馆", "", "batch.row_fault"]


def test_an_interruption_leaves_whole_files_and_the_next_run_goes_on(bench: Bench):
    bench.studio.fault["石榴巷"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    assert set(bench.files) == {f"{stem}-{view}.svg" for stem in STEMS[:2] for view in ("front", "night")} | {
        "manifest.jsonl"
    }
    bench.studio.fault.clear()
    summary = bench.run()
    assert (summary.drawn, summary.unchanged) == (1, 2)


def test_a_torn_manifest_and_what_a_killed_run_left_half_written_do_no_harm(bench: Bench):
    bench.run()
    whole = (bench.wanted.folder / "manifest.jsonl").read_bytes()
    (bench.wanted.folder / "manifest.jsonl").write_bytes(whole[:-40] + b"\xff\xfe[1]\n{}\nnull\n")
    (bench.wanted.folder / ".signage-partial-x1").write_bytes(b"half")
    assert bench.run().drawn == 1
    assert (bench.wanted.folder / "manifest.jsonl").read_bytes() == whole
    assert ".signage-partial-x1" not in bench.files


def test_a_manifest_cannot_point_outside_of_its_folder(bench: Bench, tmp_path: Path):
    bench.run()
    lines = [json.loads(line) for line in bench.files["manifest.jsonl"].splitlines()]
    lines[0]["files"] = {"../secret": "sha256:00"}
    (tmp_path / "manifest.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert 1 not in manifest_module.read_manifest(tmp_path)


def test_files_of_a_row_that_left_the_list_are_told_and_kept(bench: Bench):
    bench.run()
    summary = bench.run("\n".join(LIST.splitlines()[:3]))
    assert summary.left_over == ("0003-石榴巷-front.svg", "0003-石榴巷-night.svg")
    assert "0003-石榴巷-front.svg" in bench.files


def test_a_row_says_more_than_the_template_and_the_template_more_than_nothing(bench: Bench):
    template = SignSpec(kind="wall-letters", name="样", width_mm=3000.0, height_mm=700.0, letter_height_mm=400.0)
    bench.wanted = replace(bench.wanted, template=template, defaults=(), unit="S9")
    bench.run("name,width_mm\n甲,\n乙,3500\n")
    assert bench.files["0001-甲-front.svg"] == "甲 3000 front S9 svg"
    assert bench.files["0002-乙-front.svg"] == "乙 3500 front S9 svg"


def test_a_folder_takes_one_batch_at_a_time(bench: Bench):
    pytest.importorskip("fcntl")
    inner: list[SignageError] = []

    class Nested(TextStudio):
        def draw(self, spec: SignSpec, view: str, unit: str | None, forms: tuple[str, ...]) -> Iterator[Rendering]:
            try:
                Bench(bench.wanted).run()
            except Conflict as error:
                inner.append(error)
            return iter(())

    bench.studio = Nested()
    bench.run()
    assert [error.code for error in inner] == ["batch.folder_in_use"] * 6


def test_a_folder_that_cannot_be_written_to_is_one_error(bench: Bench):
    bench.studio.fault["盐味小馆"] = OSError(28, "No space left on device")
    with pytest.raises(InputError) as caught:
        bench.run()
    assert caught.value.code == "batch.cannot_write"


def test_a_tool_that_fails_is_counted_apart_from_bad_input(bench: Bench):
    bench.studio.fault["盐味小馆"] = ToolError("typst.failed", template="x", said="y")
    assert bench.run().tool_failures == 1


def test_a_long_list_is_drawn_without_keeping_what_was_drawn(bench: Bench):
    bench.wanted = replace(bench.wanted, views=("front",))
    text = "name,width_mm,height_mm\n" + "".join(f"第{i}号,4000,900\n" for i in range(400))
    assert bench.run(text).drawn == 400
    assert all(one.last.record is not None for one in bench.progress)
    assert len(bench.files["manifest.jsonl"].splitlines()) == 400


def test_what_is_to_be_said_of_signs_stands_in_a_table_and_is_counted_by_sort(bench: Bench):
    bench.studio.said = {
        "晶湾盐业": (("shrunk", "=字高已减小"), ("wide", "超出 S1")),
        "石榴巷": (("wide", "超出 S2"),),
    }
    summary = bench.run()
    table = list(csv.reader(bench.files["notes.csv"].splitlines()))
    assert table == [
        list(NOTE_HEADINGS),
        ["2", "晶湾盐业", "'=字高已减小"],  # no spreadsheet works it out
        ["2", "晶湾盐业", "超出 S1"],
        ["4", "石榴巷", "超出 S2"],
    ]
    assert summary.notes_table == "notes.csv"
    counts = [(one.count, one.row.name, one.words) for one in summary.notes]
    assert counts == [(2, "晶湾盐业", "超出 S1"), (1, "晶湾盐业", "=字高已减小")]
    assert isinstance(summary.notes[0], NoteCount)


def test_notes_of_signs_that_an_earlier_run_has_drawn_are_told_again(bench: Bench):
    bench.studio.said = {"石榴巷": (("wide", "超出 S2"),)}
    first = bench.run()
    bench.studio.said = {}
    again = bench.run()
    assert (again.unchanged, again.notes) == (3, first.notes)
    assert "超出 S2" in bench.files["notes.csv"]
    bench.run(LIST.replace("石榴巷", "石榴里"))
    assert "notes.csv" not in bench.files  # nothing is left to be said


def test_a_manifest_from_before_notes_were_kept_is_drawn_anew(bench: Bench):
    bench.run()
    kept = bench.wanted.folder / "manifest.jsonl"
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    for line in lines:
        del line["notes"]
    kept.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert bench.run().drawn == 3


def test_a_sign_that_has_no_place_to_be_told_of_is_refused_before_it_is_drawn(bench: Bench):
    class Refusing(TextStudio):
        def notes(self, spec: SignSpec, unit: str | None, views: tuple[str, ...]) -> tuple[Note, ...]:
            raise LayoutError("lines.gap_too_close", text=spec.name, gap_mm=1, letter_height_mm=100, fits_mm=9)

    bench.studio = Refusing()
    assert bench.run().refused == 3
    assert bench.studio.drawn == []
