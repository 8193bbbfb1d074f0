"""The text of a small sound item, and ways to change it."""

from __future__ import annotations

from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "items" / "street-flower-box.toml"
NAME = SAMPLE.name


def sample(*changes: tuple[str, str]) -> str:
    """The sample item with some of its text replaced; each piece must be there once."""
    text = SAMPLE.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
        text = text.replace(old, new)
    return text


def permit(*changes: tuple[str, str]) -> str:
    """The sample as a permit with a basis in law and a statutory time."""
    return sample(
        ('tracks = ["filing"]', 'tracks = ["permit"]'),
        ('source = "illustrative"      #', 'source = "general_knowledge" #'),
        ("[days]", "[days]\nstatutory = 20"),
        *changes,
    )
