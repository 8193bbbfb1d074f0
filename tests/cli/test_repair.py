"""`signage repair`: offers with their amounts and binding rules, conflicts in words, specifications written."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import FAILING, PLAN, SPEC

ON = ("--on", "2026-11-24")
LEASED = ("--leased", "S1-05", "--leased", "S1-06")


def test_an_offer_tells_what_changes_by_how_much_and_what_binds_it(signage):
    done = signage("repair", FAILING, "--frontage", PLAN, "--unit", "S1-05", *LEASED, *ON, "-o", "fixed")
    assert done.status == 0
    assert "字高减少 120 mm（820 → 700 mm）" in done.out
    assert "受限于" in done.out
    assert "la-01d" in done.out
    written = next(Path("fixed").glob("*.toml"))
    again = signage("check", str(written), "--frontage", PLAN, "--unit", "S1-05", *LEASED, *ON)
    assert again.status == 0


def test_a_sign_without_fault_has_nothing_to_repair(signage):
    done = signage("repair", SPEC, "--frontage", PLAN, "--unit", "S1-02", *ON)
    assert done.status == 0
    assert "没有违反条款" in done.out


def test_what_cannot_be_repaired_names_the_rules_for_people_and_programs(signage):
    name = ("--fact", "licence_name=山石咖啡")
    spec = "samples/specs/kinds/window-letters.toml"
    words = ("repair", spec, "--frontage", PLAN, "--unit", "S1-02", "--book", "cn-hangzhou-2023", *ON, *name)
    told = signage(*words)
    assert told.status == 1
    assert "hz-24" in told.out
    assert signage(*words, "--json").json["conflicts"][0]["rules"] == ["hz-24"]


def test_a_name_for_which_nothing_can_be_proposed_is_told_the_rule_in_the_way(signage):
    done = signage(
        "propose", "--name", "晶湾茶坊", "--frontage", PLAN, "--unit", "S1-10", "--fact", "licence_name=山石咖啡", *ON
    )
    assert done.status == 1
    assert "cn-09" in done.out
    assert "取决于文字内容" in done.out
