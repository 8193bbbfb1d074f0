"""The table of steps as text: a state diagram in Mermaid's notation, and one line a row."""

from __future__ import annotations

from collections.abc import Iterator

from signage.applications import workflow
from signage.applications.table import TABLE, Row
from signage.applications.vocabulary import State
from signage.locale import Lang, text


def mermaid(lang: Lang = Lang.ZH) -> str:
    """Return the state diagram; rows that stay in their state stand in a note, so that the arrows can be followed."""
    return "\n".join(("stateDiagram-v2", *_states(lang), *_arrows(lang), *_notes(lang))) + "\n"


def _states(lang: Lang) -> Iterator[str]:
    used = {row.source for row in TABLE} | {row.target for row in TABLE}
    for state in State:
        if state in used:
            yield f"    state {_quoted(workflow.state_label(state, lang))} as {state.value}"
    yield f"    [*] --> {State.DRAFT.value}"


def _arrows(lang: Lang) -> Iterator[str]:
    for row in TABLE:
        if not row.stays:
            yield f"    {row.source.value} --> {row.target.value} : {_label(row, lang)} ({_who(row, lang)})"
    ends = {row.target for row in TABLE} - {row.source for row in TABLE}
    yield from (f"    {state.value} --> [*]" for state in State if state in ends)


def _notes(lang: Lang) -> Iterator[str]:
    for state in State:
        staying = [_label(row, lang) for row in TABLE if row.stays and row.source is state]
        if staying:
            joined = ("、" if lang is Lang.ZH else ", ").join(staying)
            yield f"    note right of {state.value} : {joined}"


def rows(lang: Lang = Lang.ZH) -> list[dict[str, str]]:
    """Return the table's rows in words: from, what, to, who, and which time limits start and documents arise."""
    return [
        {
            "from": workflow.state_label(row.source, lang),
            "action": _label(row, lang),
            "to": workflow.state_label(row.target, lang),
            "who": _who(row, lang),
            "deadlines": _join((text(f"workflow.deadline_{name}", lang) for name in row.deadlines), lang),
            "documents": _join((text(f"workflow.document_{kind}", lang) for kind in row.documents), lang),
        }
        for row in TABLE
    ]


def _label(row: Row, lang: Lang) -> str:
    return row.label_zh if lang is Lang.ZH else row.label_en


def _who(row: Row, lang: Lang) -> str:
    return _join((workflow.role_label(role, lang) for role in row.roles), lang)


def _join(words: Iterator[str], lang: Lang) -> str:
    return ("、" if lang is Lang.ZH else ", ").join(words)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "'") + '"'
