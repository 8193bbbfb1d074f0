"""The case file: what it may say, and what is said of a wrong one."""

from __future__ import annotations

import pytest

from signage.demo.case import read_case
from signage.errors import InputError
from signage.frontage import read_plan
from signage.resources import bundled


def test_the_sample_case_names_files_that_are_there():
    folder = bundled("samples")
    case = read_case(folder / "case.toml")
    named = [case.plan, *(shop.spec for shop in case.shops), *(paper.file for paper in case.papers)]
    assert [name for name in named if not (folder / name).is_file()] == []
    assert len(case.shops) == 3


def test_the_sample_of_a_chain_spans_two_buildings_that_know_their_units():
    folder = bundled("samples")
    case = read_case(folder / "chain.toml")
    plans = {case.plan_of(shop) for shop in case.shops}
    assert len(plans) == 2
    for shop in case.shops:
        assert read_plan(folder / case.plan_of(shop)).find_unit(shop.unit)
        assert case.facts_of(shop)["leased_units"] == (shop.unit,)


def test_a_case_with_an_unknown_key_is_refused_with_its_field(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text((bundled("samples") / "case.toml").read_text("utf-8") + '\nfee = "none"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert caught.value.code == "demo.case_wrong"
    assert caught.value.at is not None
    assert "fee" in str(caught.value.at.field)


@pytest.mark.parametrize("content", [b"", b"title =", 'title = "案"'.encode("gb18030")])
def test_a_file_that_is_no_case_is_refused(tmp_path, content):
    path = tmp_path / "case.toml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_case(path)
