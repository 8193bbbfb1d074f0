"""What is measured on the street is compared with the permit, and what differs is followed up until it is answered."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from signage.applications import issuing, use_cases
from signage.applications.model import Term
from signage.design import kind_of
from signage.errors import Conflict, DocumentError, GuardFailed, InputError, NotFound
from signage.register import inspecting
from signage.register.inspecting import Photo
from signage.register.inspection import QUANTITIES, Fit, RectificationState, compare, inspection_policy, permitted
from signage.register.public import public_permit
from signage.service import DutyKind, open_duties
from signage.service.duties import kind_label, missing_label
from signage.storage import Database
from signage.uploads import door

from .case_builders import APPLICANT, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, application, item, office, papers

GOOD = {"width": 6000.0, "height": 1200.0, "bottom": 3150.0, "projection": 120.0}


@pytest.fixture
def desk(tmp_path, url):
    opened = Database.open(url)
    yield office(opened, tmp_path)
    opened.close()


@pytest.fixture
def number(desk):
    draft = use_cases.open_application(desk, APPLICANT, (item(),), papers(), SHOP, NOW, circumstances=CLEAR)
    case = use_cases.submit(desk, draft.id, SHOP, NOW)
    done = issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="符合规定")
    return done.permits[0].number


def look(desk, number, *, now=NOW, content=True, **changes):
    measured = {**GOOD, **changes}
    return inspecting.inspect(desk, number, CLERK, now, measured=measured, content_matches=content)


def picture(form="JPEG", size=(400, 300), **how):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, form, **how)
    return out.getvalue()


def test_a_sign_as_permitted_fits_and_asks_for_nothing(desk, number):
    done = look(desk, number)
    assert done.inspection.fit is Fit.FITS
    assert done.rectification is None
    events = use_cases.events_of(desk, inspecting.look_up(desk, number) and done.inspection.application_id)
    assert events[-1].action == "inspect"
    assert "与许可相符" in events[-1].note


def test_what_an_inspection_wants_put_right_is_owed_until_it_is_closed(desk, number):
    found = look(desk, number, width=6500.0).rectification

    def owed(today):
        with desk.reading() as unit:
            return open_duties(unit, desk.calendar, today)

    (duty,) = owed(NOW.date())
    assert (duty.kind, duty.number, duty.due.day) == (DutyKind.INSPECTION, number, found.due)
    assert (duty.missing, duty.is_answered, duty.is_overdue) == ("put_right", False, False)
    assert kind_label(duty.kind) == "检查整改"
    assert missing_label(duty.missing) == "待当事人整改"
    assert owed(found.due + timedelta(days=1))[0].is_overdue
    inspecting.answer(desk, found.id, CLERK, NOW, words="已改小", expected_version=found.version)
    assert owed(NOW.date())[0].missing == "look_again"
    look(desk, number, now=NOW + timedelta(days=1))
    assert owed(NOW.date()) == ()


@pytest.mark.parametrize(
    ("name", "value", "fit"),
    [
        ("width", 6060.0, Fit.FITS),  # 1 % of 6000 is 60
        ("width", 6060.01, Fit.DIFFERS),
        ("width", 5940.0, Fit.FITS),
        ("height", 1220.0, Fit.FITS),  # 1 % of 1200 is 12: the absolute 20 counts
        ("height", 1220.01, Fit.DIFFERS),
        ("bottom", 3100.0, Fit.FITS),
        ("bottom", 3099.99, Fit.DIFFERS),
        ("projection", 140.0, Fit.FITS),
        ("projection", 141.0, Fit.DIFFERS),
    ],
)
def test_the_tolerance_is_exact_at_its_limit(desk, number, name, value, fit):
    permit = inspecting.look_up(desk, number)
    found = {one.name: one for one in compare(permit, {**GOOD, name: value}, inspection_policy())}
    assert found[name].fit is fit


@given(st.integers(min_value=0, max_value=2_000_000), st.integers(min_value=0, max_value=2_000_000))
def test_a_width_fits_exactly_when_it_is_off_by_no_more_than_one_percent_or_20_mm(permitted, measured):
    sizes = {"width_mm": permitted / 100, "height_mm": 0.0, "bottom_mm": 0.0, "depth_mm": 0.0}
    permit = SimpleNamespace(**sizes, form="", lengths=())
    (width, *_) = compare(permit, {"width": measured / 100}, inspection_policy())
    off = abs(Decimal(permitted) - Decimal(measured)) / 100
    share = (Decimal(permitted) / 10_000).quantize(Decimal("0.01"), ROUND_DOWN)
    assert (width.fit is Fit.FITS) == (off <= max(Decimal(20), share))
    assert inspection_policy().is_illustrative


def test_what_was_not_measured_has_not_passed(desk, number):
    assert look(desk, number, bottom=None).inspection.fit is Fit.UNMEASURED
    assert look(desk, number, content=None).inspection.fit is Fit.UNMEASURED
    assert look(desk, number, content=False).inspection.fit is Fit.DIFFERS


def test_what_differs_opens_a_rectification_with_a_day(desk, number):
    done = look(desk, number, width=6300.0, content=False)
    (difference, words) = done.rectification.differences
    assert difference == "总宽：许可 6000 mm，实测 6300 mm，相差 +300 mm（允许偏差 ±60 mm）"
    assert words == "字样与许可不一致"
    assert done.rectification.due == desk.calendar.after(date(2026, 11, 24), 10).day == date(2026, 12, 8)
    assert done.rectification.is_overdue(date(2026, 12, 9))
    assert inspecting.rectifications(desk) == (done.rectification,)
    assert "6300" in use_cases.events_of(desk, done.inspection.application_id)[-1].note


def test_a_rectification_is_not_closed_without_an_answer_or_a_good_reinspection(desk, number):
    opened = look(desk, number, width=6300.0).rectification
    with pytest.raises(GuardFailed):
        inspecting.close(desk, opened.id, CLERK, NOW, reasons="算了", expected_version=1)
    with pytest.raises(InputError):
        inspecting.answer(desk, opened.id, CLERK, NOW, words=" ", expected_version=1)
    told = inspecting.answer(desk, opened.id, CLERK, NOW, words="已按许可改小", expected_version=1)
    assert told.state is RectificationState.ANSWERED
    with pytest.raises(Conflict):
        inspecting.close(desk, opened.id, CLERK, NOW, reasons="已改", expected_version=1)
    closed = inspecting.close(desk, opened.id, CLERK, NOW, reasons="已改，照片为证", expected_version=2)
    assert closed.state is RectificationState.CLOSED
    assert inspecting.rectifications(desk) == ()
    assert inspecting.rectifications(desk, open_only=False) == (closed,)
    actions = [event.action for event in use_cases.events_of(desk, opened.application_id)]
    assert actions[-3:] == ["inspect", "rectification_answered", "rectification_closed"]
    with pytest.raises(GuardFailed):
        inspecting.answer(desk, opened.id, CLERK, NOW, words="又来", expected_version=3)


def test_a_good_reinspection_closes_it_and_a_bad_one_takes_an_old_answer_away(desk, number):
    opened = look(desk, number, width=6300.0).rectification
    inspecting.answer(desk, opened.id, CLERK, NOW, words="已改", expected_version=1)
    still = look(desk, number, now=NOW + timedelta(days=2), width=6200.0).rectification
    assert (still.id, still.due, still.answer) == (opened.id, opened.due, "")
    assert len(still.differences) == 2
    with pytest.raises(GuardFailed):
        inspecting.close(desk, opened.id, CLERK, NOW, reasons="x", expected_version=still.version)
    good = look(desk, number, now=NOW + timedelta(days=3)).rectification
    assert good.reinspection_id
    assert good.state is RectificationState.CLOSED
    assert "复查" in good.closing
    before, after = inspecting.inspections_of(desk, number)
    assert len(before) == 3
    assert after == (good,)
    actions = [event.action for event in use_cases.events_of(desk, opened.application_id)]
    assert actions[-2:] == ["inspect", "rectification_closed"]


def test_photos_are_stored_as_we_encode_them_without_what_the_camera_wrote(desk, number):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    content = picture(exif=exif.tobytes())
    photos = (Photo(name="a.jpg", content=content), Photo(name="b.png", content=picture("PNG", (3000, 400))))
    done = inspecting.inspect(desk, number, CLERK, NOW, measured={}, photos=photos)
    first, second = (desk.blobs.get(digest) for digest in done.inspection.photos)
    assert b"secret place" in content
    assert b"secret place" not in first
    assert all(one.startswith(b"\xff\xd8\xff") for one in (first, second))
    with Image.open(io.BytesIO(second)) as opened:
        assert opened.size == (2400, 320)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"GIF89a" + b"0" * 100, picture()[:200], b"\x89PNG\r\n\x1a\n" + b"x" * 50]
)
def test_what_is_no_whole_photo_is_refused_and_nothing_is_recorded(desk, number, content):
    with pytest.raises(DocumentError):
        inspecting.inspect(desk, number, CLERK, NOW, measured=GOOD, photos=(Photo(name="x.jpg", content=content),))
    assert inspecting.inspections_of(desk, number) == ((), ())


@pytest.mark.parametrize("wrong", [{"width": -1.0}, {"width": float("nan")}, {"width": 1e9}, {"area": 1.0}])
def test_a_length_that_cannot_be_is_refused(desk, number, wrong):
    with pytest.raises(InputError):
        inspecting.inspect(desk, number, CLERK, NOW, measured=wrong)


def test_an_empty_inspection_a_future_day_and_an_unknown_permit_are_refused(desk, number):
    with pytest.raises(InputError):
        inspecting.inspect(desk, number, CLERK, NOW, measured={})
    with pytest.raises(InputError):
        inspecting.inspect(desk, number, CLERK, NOW, measured=GOOD, inspected_on=date(2026, 11, 25))
    with pytest.raises(NotFound):
        inspecting.inspect(desk, "没有这个号", CLERK, NOW, measured=GOOD)
    many = tuple(Photo(name=f"{n}.jpg", content=b"") for n in range(7))
    with pytest.raises(InputError):
        inspecting.inspect(desk, number, CLERK, NOW, measured=GOOD, photos=many)


def test_the_permit_keeps_its_figures_whatever_is_measured(desk, number):
    before = inspecting.look_up(desk, number)
    look(desk, number, width=9000.0)
    assert inspecting.look_up(desk, number) == replace(before)


def test_a_photo_is_decoded_in_a_child_process_and_never_here(desk, number, monkeypatch):
    opened = []
    decode = door.confined

    def watched(task, request, content, limits):
        opened.append(content)
        return decode(task, request, content, limits)

    monkeypatch.setattr(door, "confined", watched)
    content = picture("PNG", (900, 300))
    done = inspecting.inspect(desk, number, CLERK, NOW, measured={}, photos=(Photo(name="IMG.jpg", content=content),))
    assert opened == [content]
    with Image.open(io.BytesIO(desk.blobs.get(done.inspection.photos[0]))) as kept:
        assert (kept.format, kept.size) == ("JPEG", (900, 300))


BALLOON = {"diameter": 2400.0, "top": 9600.0}
EVENTS = {
    "event-banner": {"width_mm": 6000.0, "height_mm": 1200.0},
    "event-arch": {"width_mm": 8000.0, "height_mm": 4500.0},
    "event-balloon": {"width_mm": 2400.0, "height_mm": 9600.0},
}


def permit_of(kind, **sizes):
    spec = replace(item().spec, kind=kind, letter_height_mm=None, **sizes)
    sign = replace(item(), spec=spec, term=Term(start=NOW.date(), end=NOW.date()))
    case = application(items=(sign,))
    permit = SimpleNamespace(
        **{"number": "1", "holder": "", "holder_code": "", "valid_from": NOW.date(), "valid_to": NOW.date()},
        **{"decided_on": NOW.date(), "verification_code": "", "ended_reason": "", "ended_at": None},
    )
    return public_permit(case, sign, permit)


def test_each_kind_of_an_event_is_asked_for_what_can_be_measured_of_it():
    asked = {kind: permitted(permit_of(kind, **size)) for kind, size in EVENTS.items()}
    assert list(asked["event-banner"]) == ["width", "height", "bottom"]
    assert list(asked["event-arch"]) == ["width", "height", "clearance"]
    assert list(asked["event-balloon"]) == ["diameter", "top", "banner_foot"]
    assert asked["event-balloon"].items() >= BALLOON.items()
    assert 0 < asked["event-balloon"]["banner_foot"] < 9600
    assert dict(inspection_policy().tolerances).keys() >= {name for names in asked.values() for name in names}


def test_an_entry_of_before_is_measured_by_its_kind_as_far_as_it_says():
    for kind, size in EVENTS.items():
        now = permit_of(kind, **size)
        before = replace(now, lengths=(), form=kind_of(kind).title_zh, bottom_mm=dict(now.lengths).get("bottom", 0.0))
        wanted = {name: value for name, value in now.lengths if name != "banner_foot"}
        assert permitted(replace(before, **size)) == wanted


def test_a_length_that_a_kind_does_not_have_is_refused_by_name():
    permit = permit_of("event-balloon", **EVENTS["event-balloon"])
    found = compare(permit, {**dict.fromkeys(QUANTITIES), "diameter": 2500.0, "top": 9600.0}, inspection_policy())
    assert [one.fit for one in found] == [Fit.DIFFERS, Fit.FITS, Fit.UNMEASURED]
    with pytest.raises(InputError) as caught:
        compare(permit, {"projection": 0.0}, inspection_policy())
    assert caught.value.params["known"] == ("diameter", "top", "banner_foot")
