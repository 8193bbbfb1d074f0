"""The shelf of logos that are handed in and not applied for yet."""

from __future__ import annotations

import io
from threading import Thread

import pytest
from PIL import Image

from signage.artwork import Artwork, LogoShelf, read_artwork, shelf
from signage.errors import SpecError, ToolError


def drawn(width: int) -> bytes:
    image = Image.new("RGB", (width, 40), "white")
    image.paste((180, 20, 30), (10, 10, width - 10, 30))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def art() -> list[Artwork]:
    return [read_artwork(drawn(60 + step)) for step in range(4)]


def test_a_logo_is_found_by_its_id_and_the_same_logo_has_the_same_id(art: list[Artwork]):
    kept = LogoShelf()
    one = kept.put(art[0])
    assert kept.get(one) == art[0]
    assert kept.put(art[0]) == one
    assert LogoShelf().put(art[0]) == one
    assert kept.take_in(drawn(60)) == one


@pytest.mark.parametrize("wrong", ["", "x", "../../etc/passwd", "0" * 64, "0" * 5000])
def test_what_is_not_there_is_none(wrong: str):
    assert LogoShelf().get(wrong) is None


def test_the_shelf_is_bounded_by_number_and_the_longest_unused_goes_first(art: list[Artwork]):
    kept = LogoShelf(most_logos=3)
    ids = [kept.put(one) for one in art[:3]]
    assert kept.get(ids[0]) == art[0]
    kept.put(art[3])
    assert kept.get(ids[1]) is None
    assert kept.get(ids[0]) == art[0]


def test_the_shelf_is_bounded_by_size_and_always_keeps_the_last(art: list[Artwork]):
    kept = LogoShelf(most_chars=10)
    first, second = kept.put(art[0]), kept.put(art[1])
    assert kept.get(first) is None
    assert kept.get(second) == art[1]


def test_a_logo_read_long_ago_is_read_again_from_its_text(art: list[Artwork], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shelf, "_MOST_READY", 1)
    kept = LogoShelf()
    ids = [kept.put(one) for one in art]
    assert [kept.get(one) for one in ids] == art


def test_a_bad_file_frees_its_place_among_the_readers():
    kept = LogoShelf(readers=1)
    for _ in range(3):
        with pytest.raises(SpecError):
            kept.take_in(b"GIF89a")
    assert kept.take_in(drawn(60))


def test_no_more_files_are_read_at_one_time_than_there_are_readers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shelf, "_WAIT_S", 0.01)
    kept = LogoShelf(readers=1)
    told: list[str] = []

    def second(*_: object, **__: object) -> Artwork:
        def ask() -> None:
            with pytest.raises(ToolError) as caught:
                kept.take_in(drawn(60))
            told.append(caught.value.code)

        other = Thread(target=ask)
        other.start()
        other.join()
        return read_artwork(drawn(60))

    monkeypatch.setattr(shelf, "read_artwork", second)
    kept.take_in(b"")
    assert told == ["artwork.busy"]
