"""`signage letters`: the kinds, and one of them as a file that verifies."""


def test_the_kinds_are_listed(signage):
    kinds = signage("letters", "list", "--json").json
    assert len(kinds) == 24
    assert [kind["kind"] for kind in kinds if not kind["is_sealed"]] == [
        "survey",
        "review",
        "hearing_record",
        "delivery",
    ]
    assert "受理通知书" in signage("letters", "list").out


def test_a_sample_is_sealed_and_verifies(signage, tmp_path):
    ended = signage("letters", "sample", "--kind", "non-acceptance", "--out", "letters")
    assert ended.status == 0
    path = tmp_path / "letters" / "01-non-acceptance.pdf"
    assert ended.out.strip() == "letters/01-non-acceptance.pdf"
    assert signage("verify", str(path)).status == 0


def test_an_unknown_kind_is_told_with_those_there_are(signage):
    ended = signage("letters", "sample", "--kind", "love-letter")
    assert ended.status == 2
    assert "non_acceptance" in ended.err
