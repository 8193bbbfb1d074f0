"""The words of a shop's name, as far as they can be told without a dictionary: what a line break should not split.

Names of Chinese shops are built as 行政区划 + 字号 + 行业 + 组织形式 (+ 分店). Regions are told by their endings,
trades and forms by `whole_words.toml`, the number of a branch by its shape. What is left between these and is two to
four characters long is taken for one word, most often the 字号 itself; longer stretches stay unknown.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from signage.typography import is_cjk

# 超市, 夜市, 社区 and their like end as regions do and are none.
_REGION = re.compile(
    r"(?P<province>[^省市县区]{1,6}?(?:省|自治区|特别行政区))?"
    r"(?P<city>[^省市县区]{1,4}?(?<![超夜菜集花门城都鱼早])市)?"
    r"(?P<district>[^省市县区]{1,4}?(?<![小社园校街厂景片专商])[区县])?"
)
_BRANCH = re.compile(r"第[一二三四五六七八九十百\d]+(?:分店|店|分号|号店)")
_LONGEST_NAME = 4  # an unknown stretch up to this is one word
_SHORTEST_REST = 2  # characters that stand after a region


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a name that belongs together.

    Attributes:
        start: Place of its first character.
        end: Place after its last one.
        is_known: Whether it is a region, a listed word or a branch; else it was only left over.
        follows: Whether it belongs to what is before it, as 有限公司 does.
    """

    start: int
    end: int
    is_known: bool = True
    follows: bool = False


@lru_cache(maxsize=2048)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a name in order, none overlapping; unknown stretches that are long are left out."""
    known = list(_regions(text))
    taken = {place for word in known for place in range(word.start, word.end)}
    for match in _BRANCH.finditer(text):
        if not taken.intersection(range(*match.span())):  # 第2店区 may be read either way: the region came first
            taken.update(range(*match.span()))
            known.append(Word(*match.span()))
    for listed in whole_words():
        at = text.find(listed)
        while at >= 0:
            places = range(at, at + len(listed))
            if not taken.intersection(places):
                taken.update(places)
                known.append(Word(at, places.stop, follows=listed in _forms()))
            at = text.find(listed, at + 1)
    return tuple(sorted((*known, *_left_over(text, taken, bool(known))), key=lambda word: word.start))


def _regions(text: str) -> Iterator[Word]:
    match = _REGION.match(text)
    if match is None or len(text) - match.end() < _SHORTEST_REST or text.startswith(whole_words()):
        return
    for group in ("province", "city", "district"):
        if match[group]:
            yield Word(*match.span(group))


def _left_over(text: str, taken: set[int], has_known: bool) -> Iterator[Word]:
    if not has_known:
        return  # nothing tells where words end
    for is_free, places in itertools.groupby(
        range(len(text)), key=lambda place: place not in taken and is_cjk(text[place])
    ):
        stretch = list(places)
        if is_free and 1 < len(stretch) <= _LONGEST_NAME:
            yield Word(stretch[0], stretch[-1] + 1, is_known=False)


@cache
def whole_words() -> tuple[str, ...]:
    """Return the words that a break should not split, longest first."""
    content = _listed()
    words = dict.fromkeys([*content["forms"], *content["words"]])
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _forms() -> frozenset[str]:
    return frozenset(_listed()["forms"])


@cache
def _listed() -> dict[str, list[str]]:
    return tomllib.loads(files("signage.design").joinpath("whole_words.toml").read_text("utf-8"))
