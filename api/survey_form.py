"""The survey form: its rows as typed, read into a survey; and what the form shows when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from starlette.datastructures import FormData, UploadFile

from api.deps import Visitor
from api.held_papers import Came, came_with
from signage.bootstrap import Services
from signage.errors import InputError, Location, SignageError
from signage.survey import Datum, Measured, Measurement, SitePhoto, Survey, Surveyor
from signage.uploads import MAX_BYTES, RASTERS, receive

SURVEYORS = 3
PHOTOS = 6
_LONGEST = 2000


def typed_of(sent: FormData) -> dict[str, str]:
    """Return the form's text fields, trimmed and bounded."""
    return {key: value.strip()[:_LONGEST] for key, value in sent.items() if isinstance(value, str)}


def survey_of(typed: Mapping[str, str], photos: tuple[SitePhoto, ...] = ()) -> Survey:
    """Return the survey that a form says; not yet checked.

    Raises:
        InputError: A number, a date or a choice is none.
    """
    plan, _, unit = typed.get("place", "").partition("/")
    measurements = []
    for what in Measured:
        value = typed.get(f"mm_{what.value}", "")
        if value:
            measurements.append(
                Measurement(
                    what=what,
                    value_mm=_number(value, f"mm_{what.value}"),
                    tolerance_mm=_number(typed.get(f"tolerance_{what.value}", ""), f"tolerance_{what.value}"),
                    instrument=typed.get(f"instrument_{what.value}", "") or typed.get("instrument", ""),
                    note=typed.get(f"note_{what.value}", ""),
                )
            )
    return Survey(
        id="",
        plan_id=plan,
        plan_revision="",
        unit_id=unit,
        surveyed_on=_day(typed.get("surveyed_on", "")),
        surveyors=tuple(
            Surveyor(name=typed.get(f"name_{n}", ""), number=typed.get(f"number_{n}", "")) for n in range(SURVEYORS)
        ),
        measurements=tuple(measurements),
        datum=Datum.PAVEMENT if typed.get("datum") == "pavement" else Datum.FLOOR,
        is_official=typed.get("official") == "yes",
        remarks=typed.get("remarks", ""),
        photos=photos,
        application_id=typed.get("application", ""),
    )


def photos_came(sent: FormData, services: Services, visitor: Visitor) -> Came:
    """Take the form's photos in, made anew without place and camera data, beside those that waited for it.

    One that is refused does not lose the others.
    """
    waiting = came_with(services, visitor, sent).papers
    photos = {f"photo{n}": replace(photo, kind=f"photo{n}") for n, photo in enumerate(waiting.values())}
    refusals: dict[str, SignageError] = {}
    for key, upload in sent.multi_items():
        if key != "photos" or not isinstance(upload, UploadFile) or not upload.filename:
            continue
        kind = f"photo{len(photos)}"
        try:
            photos[kind] = receive(upload.file.read(MAX_BYTES + 1), upload.filename, kind, accepted=RASTERS)
        except SignageError as error:
            refusals.setdefault("photos", error)
    return Came(papers=photos, refusals=refusals)


def site_photos(came: Came, services: Services) -> tuple[SitePhoto, ...]:
    """Keep what came and return its records.

    Raises:
        DocumentError: One of the photos was refused; the sentence names it.
    """
    blobs = services.office.blobs
    return tuple(
        SitePhoto(digest=blobs.put(photo.content), preview=blobs.put(photo.previews[0]), file_name=photo.original_name)
        for photo in came.or_refused().values()
    )


def _number(typed: str, field: str) -> float:
    try:
        return float(typed.replace("，", "").replace(",", ""))
    except ValueError as exc:
        raise InputError("survey.bad_number", at=Location(field=field), field=field, given=typed[:40] or "—") from exc


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise InputError("survey.bad_day", at=Location(field="surveyed_on"), given=typed[:40] or "—") from exc
