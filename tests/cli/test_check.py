"""`signage check`, `propose`, `books`, `plan`, `schema`: verdicts as exit status, JSON, faults in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from signage.resources import bundled
from tests.cli.conftest import FAILING, PLAN, SPEC

ON = ("--on", "2026-11-24")
REPORT_KEYS = {"books", "digest", "findings", "verdict"}
FINDING_KEYS = {
    "book", "clause", "document", "hint_en", "hint_zh", "is_illustrative", "limit", "margin", "measured", "message_en",
    "message_zh", "missing", "missing_en", "modality", "required", "rule_id", "source", "subject", "title_en",
    "title_zh", "verdict", "where",
}  # fmt: skip


def check(signage, spec: str, unit: str, *more: str):
    return signage("check", spec, "--frontage", PLAN, "--unit", unit, *(more if "--on" in more else (*ON, *more)))


def test_a_sign_that_passes_ends_with_0_and_one_that_fails_with_1(signage):
    assert check(signage, SPEC, "S1-02").status == 0
    failed = check(signage, FAILING, "S1-05", "--leased", "S1-05", "--leased", "S1-06")
    assert failed.status == 1
    assert "la-08" in failed.out
    assert "826.53 mm" in failed.out


def test_the_findings_for_programs_keep_their_keys(signage):
    report = check(signage, FAILING, "S1-05", "--json").json
    assert set(report) >= REPORT_KEYS
    assert report["verdict"] == "FAIL"
    for finding in report["findings"]:
        assert set(finding) >= FINDING_KEYS
    worst = next(finding for finding in report["findings"] if finding["rule_id"] == "la-08")
    assert worst["measured"] == {"text": "826.53 mm", "unit": "mm", "value": worst["measured"]["value"]}
    assert set(worst["limit"]) == {"text", "unit", "value"}


def test_what_fails_comes_before_what_passes_and_lines_stay_within_80_columns(signage, monkeypatch):
    from rich.cells import cell_len

    out = check(signage, FAILING, "S1-05").out
    assert out.index("la-08") < out.index("cn-01")
    assert max(cell_len(line.rstrip()) for line in out.splitlines()) <= 80


def test_a_book_named_twice_counts_once(signage):
    once = check(signage, SPEC, "S1-02", "--book", "cn-national", "--json").json
    twice = check(signage, SPEC, "S1-02", "--book", "cn-national", "--book", "cn-national", "--json").json
    assert twice == once
    assert {finding["book"] for finding in once["findings"]} == {"cn-national"}


def test_a_book_may_be_a_file(signage):
    report = check(signage, SPEC, "S1-02", "--book", "samples/books/night-street.toml", "--json").json
    assert [book["name"] for book in report["books"]] == ["night-street"]


def test_a_date_before_a_rule_was_in_force_leaves_it_out(signage):
    now = check(signage, SPEC, "S1-02", "--json").json
    then = check(signage, SPEC, "S1-02", "--on", "2000-01-01", "--json").json
    judged = [{f["rule_id"] for f in report["findings"] if f["verdict"] != "NOT_APPLICABLE"} for report in (now, then)]
    assert judged[1] < judged[0]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--book", "no-such-book"), "cn-national"),
        (("--book", PLAN), PLAN),
        (("--on", "2026-13-01"), "YYYY-MM-DD"),
        (("--fact", "consent"), "="),
        (("--fact", "no_such_fact=1"), "licence_name"),
        (("--leased", "S9-99"), "S1-02"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_option_is_refused_in_one_sentence(signage, more, says):
    ended = check(signage, SPEC, "S1-02", *more)
    assert ended.status == 2
    assert says in ended.err
    assert len(ended.err.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["no-unit", "open-polygon", "overlapping-units"])
def test_a_broken_plan_is_refused_by_every_command_that_reads_it(signage, name, tmp_path):
    file = f"samples/plans/broken/{name}.json"
    validated = signage("plan", "validate", file)
    assert validated.status == 2
    assert file in validated.out
    for words in (("check", SPEC), ("propose", "--name", "晶湾茶坊"), ("draw", SPEC, "-o", "x.png")):
        ended = signage(*words, "--frontage", file, "--unit", "S1-02")
        assert ended.status == 2
        assert ended.err.startswith(f"错误：{file}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2", b"{}", b'{"unit": "mm"}'])
def test_a_file_that_is_no_plan_is_refused(signage, content):
    Path("own.json").write_bytes(content)
    for words in (("plan", "validate", "own.json"), ("plan", "show", "own.json", "-o", "x.png")):
        ended = signage(*words)
        assert ended.status == 2
        assert "own.json" in ended.out + ended.err
    assert not Path("x.png").exists()


def test_the_sample_plan_is_sound_and_can_be_shown(signage):
    assert signage("plan", "validate", PLAN, "--json").json == {"plan": "jingwan-li", "problems": []}
    assert signage("plan", "show", PLAN, "-o", "plan.svg").status == 0
    assert signage("plan", "show", PLAN, "--face", "nix", "-o", "x.svg").status == 2


def test_proposals_are_written_and_each_passes_when_checked_again(signage):
    place = ("--frontage", PLAN, "--unit", "S1-10")
    licence = ("--fact", "licence_name=示例市示例区晶湾茶坊")
    ended = signage("propose", "--name", "晶湾茶坊", *place, "--count", "2", *licence, *ON, "-o", "made")
    assert ended.status == 0, ended.out
    assert sorted(path.name for path in Path("made").iterdir()) == [
        "proposal-1.png", "proposal-1.toml", "proposal-2.png", "proposal-2.toml",
    ]  # fmt: skip
    for number in (1, 2):
        assert signage("check", f"made/proposal-{number}.toml", *place, *licence, *ON).status == 0


def test_what_a_proposal_still_lacks_is_said(signage):
    ended = signage("propose", "--name", "晶湾茶坊", "--frontage", PLAN, "--unit", "S1-10", "--count", "1", *ON)
    assert ended.status == 1
    assert "cn-09" in ended.out


def test_a_name_that_fits_nowhere_and_one_that_cannot_be_drawn_are_told_apart(signage):
    place = ("--frontage", PLAN, "--unit", "S1-10")
    assert signage("propose", "--name", "盐" * 50, *place).status == 1
    undrawable = signage("propose", "--name", "盐😀", *place)
    assert undrawable.status == 2
    assert "U+1F600" in undrawable.err


def test_every_bundled_book_is_listed_and_printed_with_its_sources(signage):
    listed = signage("books")
    assert listed.status == 0
    for name in ("cn-national", "cn-hangzhou-2023", "demo-city"):
        assert name in listed.out
        assert "来源" in signage("books", name).out
    assert "无法律效力" in signage("books", "demo-city").out
    assert signage("books", "samples/books/night-street.toml").status == 0
    layered = signage("books", "samples/books/old-town.toml")
    assert layered.status == 0
    assert "demo-city@2026.1" in layered.out
    assert "old-town@2026.1 改写了：limit" in layered.out
    assert signage("books", "nix").status == 2


@pytest.mark.parametrize("name", ["spec", "plan", "book"])
def test_every_schema_is_json_that_forbids_what_it_does_not_know(signage, name):
    schema = signage("schema", name).json
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False


def test_the_sample_plan_in_the_package_is_what_the_commands_read(signage):
    own = json.loads((bundled("samples") / "plans" / "jingwan-li.json").read_text("utf-8"))
    assert signage("plan", "validate", PLAN, "--json").json["plan"] == own["id"]


def test_a_plan_that_is_not_in_force_on_the_day_is_told(signage):
    told = signage("check", SPEC, "--frontage", PLAN, "--unit", "S1-02", "--on", "2025-12-31")
    assert "不在有效期内" in told.err
    assert "不在有效期内" not in signage("check", SPEC, "--frontage", PLAN, "--unit", "S1-02", "--on", "2026-01-01").err


def test_a_missing_fact_is_named_as_it_is_typed(signage):
    lines = signage("check", "samples/specs/kinds/wall-letters.toml", "--frontage", PLAN, "--unit", "S1-02").out
    assert "--fact " in lines


def test_a_sign_that_fails_is_told_once_of_the_repair(signage):
    failed = check(signage, FAILING, "S1-05", "--leased", "S1-05", "--leased", "S1-06")
    assert failed.out.count("signage repair") == 1
    assert "signage repair" not in check(signage, SPEC, "S1-02").out


def test_an_approved_sign_of_the_unit_counts_until_the_fact_replaces_is_given(signage):
    def count_of(*more: str):
        report = check(signage, FAILING, "S1-01", *more, "--json").json
        return next(f for f in report["findings"] if f["rule_id"] == "cp-05")

    counted = count_of()
    assert counted["verdict"] == "FAIL"
    assert "replaces=X1-01" in counted["message_zh"]
    assert "as a fact: replaces=X1-01" in counted["message_en"]
    assert count_of("--fact", "replaces=X1-01")["verdict"] == "PASS"


def test_a_checked_front_names_the_fact_beside_the_finding(signage):
    done = signage("check-front", PLAN, "--list", str(bundled("samples", "names", "jingwan-front.csv")), *ON)
    assert "replaces=X1-03" in done.out.replace("\n", "")
