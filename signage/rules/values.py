"""How a reading is shown to a reader."""

from __future__ import annotations

from signage.rules.measures import Measure, Measurement, Words


def value_words(measure: Measure, reading: Measurement) -> Words:
    """Return a reading's value as a reader sees it in both languages."""
    if reading.quantity is not None:
        return (str(reading.quantity), str(reading.quantity))
    if reading.shown is not None:
        return reading.shown
    if reading.text is not None:
        return measure.label(reading.text)
    if reading.words:
        labels = [measure.label(w) for w in reading.words]
        return ("、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels))
    return ("无", "none") if reading.words is not None else ("—", "—")
