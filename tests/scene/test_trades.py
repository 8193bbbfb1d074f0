"""What stands behind a shop's glass by night goes with its name."""

from __future__ import annotations

import pytest

from signage.scene.trades import Room, room_of, room_seed, typical_name


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("石榴巷面馆", Room.TABLES),
        ("云麓茶舍", Room.TABLES),
        ("晶湾茶叶行", Room.COUNTER),
        ("知了文具店", Room.SHELVES),
        ("禾穗烘焙坊", Room.COUNTER),
        ("书店咖啡", Room.TABLES),
        ("张记服装", Room.RACKS),
        ("Bay Coffee", Room.TABLES),
        ("晶湾盐业生活馆", Room.COUNTER),
        ("晶湾", None),
        ("", None),
    ],
)
def test_a_name_says_what_room_is_behind_it(name: str, room: Room | None) -> None:
    assert room_of(name) is room
    assert room_of(typical_name(name)) is room
    if room is not None:
        assert room_seed("S1-01", name) % 4 == room


def test_two_shops_of_one_trade_have_different_rooms() -> None:
    assert room_seed("S1-01", "面馆") != room_seed("S1-02", "面馆")
    assert room_seed("S1-01", "") == room_seed("S1-01", "晶湾")
