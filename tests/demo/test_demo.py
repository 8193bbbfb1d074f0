"""The main job, run twice on one home: verdicts, files, the sealed notice, the history, and nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import ezdxf
import pypdfium2
import pytest
from PIL import Image

from signage.bootstrap import Services, open_services, verify_file
from signage.cli.app import run as run_cli
from signage.cli.output import write_file
from signage.demo import Sizes, Summary, run
from signage.design import read_spec
from signage.documents import CheckOutcome
from signage.locale import Lang
from signage.settings import Settings

SMALL = Sizes(front_px=480, street_px=640)
SIGN_FILES = {
    "front-day.png", "front-day.svg", "front-night.png", "front-night.svg", "marks.png", "marks.svg", "sheet.pdf",
    "spec.toml", "workshop.dxf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Twice:
    services: Services
    first: Summary
    second: Summary
    out: Path


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    folder = tmp_path_factory.mktemp("demo")
    services = open_services(Settings(home=folder / "home"))
    with closing(services.database):
        out = folder / "out"
        first = run(services, out, write_file, sizes=SMALL)
        second = run(services, out, write_file, sizes=SMALL, lang=Lang.EN)
        yield Twice(services, first, second, out)


def reports(summary: Summary) -> dict[str, str]:
    return {item.unit_id: item.report.verdict.value for item in summary.application.items}


def test_one_sign_passes_one_is_put_right_and_one_passes_with_a_warning(twice):
    assert reports(twice.first) == {"S1-02": "PASS", "S1-05": "PASS", "S1-07": "WARN"}
    told = {step.title: step.result for step in twice.first.steps}
    first_look = next(result for title, result in told.items() if "S1-05" in title and "核对" in title)
    assert first_look.startswith("不符合")
    assert "la-08" in first_look
    repaired = next(result for title, result in told.items() if "S1-05" in title and "改正" in title)
    assert "820 → 700 mm" in repaired
    assert repaired.endswith("符合")


def test_the_stated_change_is_in_the_spec_that_is_handed_over(twice):
    spec = read_spec(next(twice.first.folder.glob("S1-05-*/spec.toml")))
    assert spec.letter_height_mm == pytest.approx(700)


def test_every_file_of_every_sign_is_there_and_can_be_read(twice):
    documents = twice.first.folder / "documents"
    assert {path.stem for path in documents.iterdir()} == {"receipt", "acceptance", "review", "delivery"}
    folders = sorted(path for path in twice.first.folder.iterdir() if path.is_dir() and path != documents)
    assert [folder.name[:5] for folder in folders] == ["S1-02", "S1-05", "S1-07"]
    for folder in folders:
        extra = {"marks-before.png", "marks-before.svg"} if folder.name.startswith("S1-05") else set()
        assert {path.name for path in folder.iterdir()} == SIGN_FILES | extra
        assert not ezdxf.readfile(folder / "workshop.dxf").audit().has_errors
        for picture in folder.glob("*.png"):
            with Image.open(picture) as opened:
                assert opened.width == SMALL.front_px
    names = {path.name for path in twice.first.folder.iterdir() if path.is_file()}
    assert names == {"decision-notice.pdf", "street-day.png", "street-day.svg", "street-night.png", "street-night.svg"}
    assert set(twice.first.files) == {path for path in twice.first.folder.rglob("*") if path.is_file()}


def test_the_notice_names_the_three_permits_and_every_check_of_its_seal_holds(twice):
    notice = (twice.first.folder / "decision-notice.pdf").read_bytes()
    result = verify_file(notice, twice.services.settings, file="decision-notice.pdf")
    assert result.ok
    # The second run replaced these permits: the file is genuine, and of no force any more.
    failed = {check.key for check in result.checks if check.outcome is not CheckOutcome.OK}
    assert failed == {"standing"}
    later = verify_file(
        (twice.second.folder / "decision-notice.pdf").read_bytes(), twice.services.settings, file="decision-notice.pdf"
    )
    assert {check.outcome for check in later.checks} == {CheckOutcome.OK}
    with closing(pypdfium2.PdfDocument(notice)) as document:
        words = "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    assert len(twice.first.application.permits) == 3
    for permit in twice.first.application.permits:
        assert permit.number in words
    assert "演示" in words


def test_a_notice_with_one_byte_changed_is_not_verified(twice):
    notice = bytearray((twice.first.folder / "decision-notice.pdf").read_bytes())
    notice[len(notice) // 2] ^= 1
    assert not verify_file(bytes(notice), twice.services.settings, file="notice.pdf").ok


def test_the_second_run_is_its_own_case_numbered_on(twice):
    first, second = twice.first.application, twice.second.application
    assert first.id != second.id
    assert first.number.endswith("〔2026〕1号")
    assert second.number.endswith("〔2026〕2号")
    numbers = [permit.number for summary in (twice.first, twice.second) for permit in summary.application.permits]
    assert len(set(numbers)) == 6
    assert sorted(path.name for path in twice.out.iterdir()) == [twice.first.folder.name, twice.second.folder.name]


def test_the_earlier_permits_are_ended_by_the_later_ones_and_none_lives_twice(twice):
    with twice.services.database.reading() as unit:
        earlier = unit.permits.by_document(twice.first.application.document_digest)
        later = unit.permits.by_document(twice.second.application.document_digest)
        live = [unit.permits.live_at(permit.position_key) for permit in earlier]
    assert len(earlier) == len(later) == 3
    assert all("换证" in permit.ended_reason for permit in earlier)
    assert all(permit.ended_reason == "" for permit in later)
    assert {permit.number for permit in live if permit} == {permit.number for permit in later}


def test_the_second_run_says_which_permits_are_there_and_how_to_begin_anew(twice):
    def told(summary):
        return [step.result for step in summary.steps if "SIGNAGE_HOME" in step.result]

    assert told(twice.first) == []
    (there,) = told(twice.second)
    for permit in twice.first.application.permits:
        assert permit.number in there
    assert "换证" in there
    assert str(twice.services.settings.home) in there


def test_the_history_of_both_runs_is_whole_and_two_officers_took_part(twice):
    verdict = twice.services.database.verify_history()
    assert verdict.ok
    assert verdict.count > 0
    decision, recommendation = twice.first.application.decision, twice.first.application.recommendation
    assert decision is not None
    assert recommendation is not None
    assert decision.officer.id != recommendation.officer.id


def test_the_steps_are_told_in_english_too(twice):
    told = [step.title for step in twice.second.steps]
    assert "Submit one application" in told
    assert any(step.result.startswith("FAIL: la-01d") for step in twice.second.steps)


def test_the_decision_falls_between_the_application_and_the_sealed_notice(twice):
    assert 0 < twice.first.submit_to_decision <= twice.first.submit_to_document


def test_a_demo_that_cannot_open_its_database_leaves_no_empty_folder(tmp_path, monkeypatch, capsys):
    home = tmp_path / "home"
    home.mkdir()
    (home / "signage.db").write_bytes(b"this is no database at all" * 100)
    monkeypatch.setenv("SIGNAGE_HOME", str(home))
    assert run_cli(["demo", "--out", str(tmp_path / "out")]) == 3
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in capsys.readouterr().err
