"""A file of an item is read whole or refused with file, item and key."""

from __future__ import annotations

import pytest

from signage.errors import InputError
from signage.items import ItemType, Track, parse_item
from signage.locale import Lang, describe

from .builders import NAME, permit, sample


def refused(text: str, file: str = NAME) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_item(text, file=file)
    return caught.value


def test_a_sound_file_is_read_into_an_item():
    item = parse_item(sample(), file=NAME)
    assert (item.code, item.version, item.type) == (
        "street-flower-box",
        "street-flower-box@2026.1",
        ItemType.INSTANT,
    )
    assert item.tracks == (Track.FILING,)
    assert [(paper.code, paper.original, paper.may_follow_days) for paper in item.papers] == [
        ("P1", True, None),
        ("P2", False, 3),
    ]
    assert item.fees[0].fen == 0


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('summary_zh = "', 'summery_zh = "x"\nsummary_zh = "', "unknown_key", "summery_zh"),
        ('original = false\ncopies = 1\n', "original = false\n", "missing_key", "papers[1].copies"),
        ("order = 60", 'order = "60"', "wrong_value", "order"),
        ("may_join = true", 'may_join = "yes"', "wrong_value", "may_join"),
        ("illustrative = true", "illustrative = 1", "wrong_value", "illustrative"),
        ('kind = "approval" ', 'kind = "blessing" ', "wrong_value", "kind"),
        ('category = "greening"', 'category = "flowers"', "wrong_value", "category"),
        ('tracks = ["filing"]', 'tracks = ["licence"]', "wrong_value", "tracks[0]"),
        ("promised = 1", "promised = -1", "wrong_value", "days.promised"),
        ("promised = 1", "promised = 1.5", "wrong_value", "days.promised"),
        ("may_follow_days = 3 ", "may_follow_days = 0 ", "wrong_value", "papers[1].may_follow_days"),
        ('formats = ["png", "jpeg"]', 'formats = ["png", "dwg"]', "wrong_value", "papers[1].formats[1]"),
        ('formats = ["png", "jpeg"]', "formats = []", "wrong_value", "papers[1].formats"),
        ('name_zh = "沿街花箱、花架设置"', 'name_zh = " "', "wrong_value", "name_zh"),
        ('code = "P2"', 'code = "P1"', "twin_code", "papers[1]"),
        ("promised = 1", "statutory = 3\npromised = 4", "promised_late", "days.promised"),
        ("fen = 0", "", "either", "fees[0].fen"),
        ("fen = 0", 'fen = 0\nrate_zh = "甲"\nrate_en = "a"', "either", "fees[0].fen"),
        ("may_follow_days = 3 ", 'when = "is_dark"\nmay_follow_days = 3 ', "when_words", "papers[1].when"),
        ("may_follow_days = 3 ", 'tracks = ["permit"]\nmay_follow_days = 3 ', "strange_track", "papers[1].tracks"),
        ('tracks = ["filing"] ', "tracks = [] ", "needs_key", "tracks"),
        ('forms = [{', 'steps = [{ zh = "甲", en = "a" }]\nforms = [{', "needs_no_key", "steps"),
        ('summary_zh = "', 'note_zh = "甲"\nsummary_zh = "', "one_language", "note_zh"),
        ('code = "street-flower-box"', 'code = "street-box"', "file_name", "code"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(old: str, new: str, code: str, field: str):
    error = refused(sample((old, new)))
    assert error.code == f"items.{code}"
    assert error.at is not None
    assert (error.at.file, error.at.field) == (NAME, field)
    for lang in Lang:
        told = describe(error, lang)
        assert error.params["item"] in told.message
        assert told.hint


def test_a_key_that_stands_twice_is_refused_with_its_line():
    text = sample(("order = 60", "order = 60\norder = 61"))
    error = refused(text)
    assert error.code == "items.key_twice"
    assert error.params == {"item": "street-flower-box", "key": "order"}
    assert error.at is not None
    assert text.splitlines()[error.at.line - 1] == "order = 61"


def test_text_that_is_no_toml_is_refused_with_its_line():
    error = refused(sample(("order = 60", "order 60")))
    assert error.code == "items.not_toml"
    assert error.at is not None
    assert error.at.line == 8


def test_a_wrong_value_is_told_in_the_readers_language():
    error = refused(sample(('formats = ["png", "jpeg"]', 'formats = ["dwg"]')))
    assert "只能是" in describe(error, Lang.ZH).message
    assert "one of" in describe(error, Lang.EN).message


def test_a_permit_with_a_basis_in_law_is_taken():
    assert parse_item(permit(), file=NAME).tracks == (Track.PERMIT,)


def test_a_permit_without_a_basis_in_law_is_refused():
    error = refused(
        sample(('tracks = ["filing"]', 'tracks = ["permit"]'), ("[days]", "[days]\nstatutory = 20")),
    )
    assert (error.code, error.at.field) == ("items.no_legal_basis", "basis")


def test_a_permit_without_a_statutory_time_is_refused():
    text = permit().replace("statutory = 20\n", "")
    assert refused(text).code == "items.no_statutory"


def test_a_promise_equal_to_the_statutory_time_is_taken():
    assert parse_item(permit(("promised = 1", "promised = 20")), file=NAME).days.promised == 20


def test_a_service_with_a_track_is_refused():
    text = sample(
        ('kind = "approval" ', 'kind = "service" '), ("forms = [{", 'steps = [{ zh = "甲", en = "a" }]\nforms = [{')
    )
    assert refused(text).code == "items.needs_no_key"
