"""Lines that an officer wrote into a notice, on the forms that hand a case in again: how was each put right?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signage.applications.model import Application

ANSWER = "answer_"
_MOST = 500  # characters of an answer


def answers_typed(application: Application, typed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return key and answer of each open line that was answered, by its place among the case's lines."""
    return tuple(
        (line.key, words[:_MOST])
        for n, line in enumerate(application.lines)
        if line.is_open and (words := typed.get(f"{ANSWER}{n}", "").strip())
    )


def unanswered(application: Application, typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield field and words of each open line that has no answer, neither now nor since it was told."""
    now = dict(answers_typed(application, typed))
    for n, line in enumerate(application.lines):
        if line.is_open and not line.answer and line.key not in now:
            yield f"{ANSWER}{n}", line.text
