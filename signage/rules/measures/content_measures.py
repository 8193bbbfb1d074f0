"""Content that needs a person's word: whether a translation says the same, whether the name shares its room."""

from __future__ import annotations

from signage.rules.characters import is_foreign, is_han
from signage.rules.measures.measurement import Measurement, measure, nothing, rect_mark, word
from signage.rules.measures.subject import Subject


@measure(
    "translation",
    None,
    ("外文与中文含义", "meaning of the foreign text"),
    "Whether foreign text says the same as the Chinese: the fact `translation_agrees`, else `unchecked`; signs with "
    "one script alone have none.",
    kind="text",
    facts=("translation_agrees",),
    values={
        "same": ("含义一致", "the same meaning"),
        "different": ("含义不一致", "another meaning"),
        "unchecked": ("尚未核对", "not yet looked at"),
    },
)
def translation(subject: Subject) -> Measurement:
    """Return whether the foreign text of the sign says the same as the Chinese."""
    text = " ".join(line.text for line in subject.layout.lines)
    if not (any(map(is_han, text)) and any(map(is_foreign, text))):
        return nothing("汉字与外文没有并用", "Chinese and foreign script are not used together")
    stated = subject.fact("translation_agrees")
    mark = rect_mark(subject.content_rect or subject.rect)
    if not isinstance(stated, bool):
        return word("unchecked", mark)
    return word("same" if stated else "different", mark)
