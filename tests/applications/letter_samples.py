"""The sample letters by kind, for tests that change one thing of them."""

from dataclasses import replace
from functools import cache

from signage.applications.letters import LetterKind
from signage.demo.letters import sample_letters


@cache
def samples():
    return {letter.kind: letter for letter in sample_letters()}


def sample(kind, **content):
    """Return a sample letter with some of its content changed."""
    letter = samples()[LetterKind(kind)]
    return replace(letter, content=replace(letter.content, **content))
