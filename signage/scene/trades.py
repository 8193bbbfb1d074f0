"""What a shop sells, as far as its name says: the room behind its glass is scenery, but must not contradict it."""

from __future__ import annotations

from enum import IntEnum

from signage.scene.tones import seed_of


class Room(IntEnum):
    """A lit room; the painter of rooms takes it from a seed's remainder by four."""

    SHELVES = 0
    RACKS = 1
    TABLES = 2
    COUNTER = 3


# The first row with a word of the name decides: 书店咖啡 has tables, 茶叶店 a counter.
_WORDS: tuple[tuple[Room, tuple[str, ...]], ...] = tuple(
    (room, tuple(words.split()))
    for room, words in (
        (Room.RACKS, "服装 服饰 衣 女装 男装 童装 裁缝 鞋 时装 fashion tailor clothes shoes"),
        (Room.COUNTER, "茶叶 烘焙 面包 蛋糕 药 眼镜 手机 珠宝 黄金 银行 理发 pharmacy bakery"),
        (Room.TABLES, "茶 咖啡 餐 饭 面馆 面庄 粉馆 小馆 酒 饺 火锅 烧烤 菜 小吃 饮 烤 食堂"),
        (Room.TABLES, "café cafe coffee tea restaurant noodle bar"),
        (Room.SHELVES, "书 文具 五金 超市 便利 便民 百货 杂货 book store market"),
        (Room.COUNTER, "店 馆 行 铺 堂"),
    )
)


def room_of(name: str) -> Room | None:
    """Return the room behind the glass of a shop of this name, None where it says nothing."""
    words = name.casefold()
    return next((room for room, known in _WORDS if any(word in words for word in known)), None)


def typical_name(name: str) -> str:
    """Return a word that stands for all names with the same room, empty where the name says nothing."""
    room = room_of(name)
    return "" if room is None else next(known[0] for row, known in _WORDS if row is room)


def room_seed(key: str, name: str) -> int:
    """Return the seed of a shop's room: what the name says picks the sort of room, the key all else.

    Args:
        key: What the shop is known by, such as its unit.
        name: Its tenant or what its sign reads; may be empty.
    """
    seed = seed_of(key) % 997
    room = room_of(name)
    return seed if room is None else seed - seed % 4 + room
