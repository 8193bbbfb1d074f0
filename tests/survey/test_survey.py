"""Surveys: who may have measured, what they compare to, what sign goes in; file, record and database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.design import SignSpec
from signage.errors import InputError, NotFound
from signage.frontage import read_plan
from signage.locale import Lang
from signage.resources import bundled
from signage.survey import (
    Datum,
    Measured,
    Measurement,
    Outcome,
    SitePhoto,
    Survey,
    Surveyor,
    checked_survey,
    deviations,
    fitted_spec,
    read_survey,
    record_of,
    record_survey,
    summary_of,
    survey_by_id,
    surveys_listed,
    surveys_of_case,
    write_survey,
)
from tests.storage.case_builders import CLERK, NOW, database

TODAY = date(2026, 11, 24)
PLAN = read_plan(bundled("samples", "plans") / "jingwan-li.json")
SAMPLE = (bundled("samples", "surveys") / "jingwan-s1-02.toml").read_bytes()
WANTED = SignSpec(kind="panel-letters", name="晶湾盐业", width_mm=60000.0, height_mm=10000.0)


def measure(what, mm, tolerance=5.0):
    return Measurement(what=what, value_mm=mm, tolerance_mm=tolerance, instrument="激光测距仪")


def survey(*measurements, **changes):
    made = Survey(
        id="",
        plan_id="jingwan-li",
        plan_revision="",
        unit_id="S1-02",
        surveyed_on=TODAY,
        surveyors=(Surveyor(name="甲", number="001"), Surveyor(name="乙", number="002")),
        measurements=measurements or (measure(Measured.UNIT_WIDTH, 8700.0),),
    )
    return replace(made, **changes)


ROOM = (
    measure(Measured.UNIT_WIDTH, 8688.0, 3.0),
    measure(Measured.BAND_BOTTOM, 3202.0),
    measure(Measured.BAND_TOP, 4920.0),
)


def code_of(made):
    with pytest.raises(InputError) as caught:
        checked_survey(made, TODAY)
    return caught.value.code


def test_an_official_survey_by_two_different_officers_stands():
    assert checked_survey(survey(is_official=True), TODAY).is_official


@pytest.mark.parametrize(
    ("surveyors", "code"),
    [
        ((Surveyor(name="甲", number="001"),), "two_officers"),
        ((Surveyor(name="甲", number="001"), Surveyor(name="  ")), "two_officers"),
        ((Surveyor(name="甲", number="001"), Surveyor(name="乙")), "officer_number"),
        ((Surveyor(name="甲", number="a1"), Surveyor(name="乙", number="A1")), "same_officer"),
        ((Surveyor(name="甲", number="001"), Surveyor(name="甲 ", number="002")), "same_officer"),
        ((), "nobody"),
    ],
)
def test_an_official_survey_needs_two_officers_who_are_two(surveyors, code):
    assert code_of(survey(is_official=True, surveyors=surveyors)) == f"survey.{code}"


def test_the_offices_own_survey_needs_one_person():
    assert checked_survey(survey(surveyors=(Surveyor(name="甲"),)), TODAY).surveyors == (Surveyor(name="甲"),)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (survey(surveyed_on=date(2026, 11, 25)), "in_future"),
        (replace(survey(), measurements=()), "nothing_measured"),
        (survey(measure(Measured.UNIT_WIDTH, 1.0), measure(Measured.UNIT_WIDTH, 2.0)), "twice"),
        (survey(measure(Measured.UNIT_WIDTH, 0.0)), "impossible"),
        (survey(measure(Measured.UNIT_WIDTH, float("nan"))), "impossible"),
        (survey(measure(Measured.BAND_TOP, 4.2e6)), "impossible"),
        (survey(measure(Measured.BAND_TOP, 4200.0, 0.0)), "tolerance"),
        (survey(replace(measure(Measured.BAND_TOP, 4200.0), instrument=" ")), "instrument"),
        (survey(photos=(SitePhoto(digest="d", preview="p", file_name="a.jpg"),) * 21), "too_many_photos"),
    ],
)
def test_what_is_missing_or_impossible_is_refused(made, code):
    assert code_of(made) == f"survey.{code}"


@pytest.mark.parametrize(("off", "outcome"), [(0, "agrees"), (5, "agrees"), (-5, "agrees"), (5.01, "deviates")])
def test_a_difference_within_the_tolerance_agrees_its_edge_included(off, outcome):
    found = deviations(survey(measure(Measured.BAND_BOTTOM, 3200.0 + off)), PLAN)[0]
    assert found.outcome is Outcome(outcome)


def test_amounts_are_told_in_words():
    found = deviations(survey(*ROOM, measure(Measured.FOOTWAY_WIDTH, 3200.0)), PLAN)
    assert [one.sentence(Lang.ZH) for one in found][::3] == [
        "铺面净宽：实测 8688±3 毫米，图上 8700 毫米，相差 -12 毫米，超出误差。",
        "人行道宽：实测 3200±5 毫米，图上没有这一项。",
    ]
    assert summary_of(found) == "4 项测量中 2 项与立面图不符，最大的是招牌位上沿，相差 -30 毫米。"
    assert "-12 mm" in found[0].sentence(Lang.EN)


def test_levels_over_the_pavement_are_brought_to_the_finished_floor():
    over_pavement = survey(measure(Measured.BAND_BOTTOM, 3360.0), datum=Datum.PAVEMENT)
    found = deviations(over_pavement, PLAN)[0]
    assert found.measured_mm == pytest.approx(3200.2, abs=0.1)
    own = survey(measure(Measured.BAND_BOTTOM, 3360.0), measure(Measured.PAVEMENT, -100.0), datum=Datum.PAVEMENT)
    assert deviations(own, PLAN)[0].measured_mm == pytest.approx(3260.0)


@given(st.floats(300, 20_000), st.floats(2000, 4000), st.floats(100, 3000), st.floats(0.5, 20))
def test_the_fitted_sign_goes_in_even_where_the_place_is_smallest(width, bottom, room, tolerance):
    made = survey(
        measure(Measured.UNIT_WIDTH, width, tolerance),
        measure(Measured.BAND_BOTTOM, bottom, tolerance),
        measure(Measured.BAND_TOP, bottom + room, tolerance),
    )
    spec = fitted_spec(made, PLAN, WANTED)
    assert spec.width_mm <= width - tolerance + 1e-6
    assert spec.position.bottom_mm >= bottom + tolerance - 1e-6
    assert spec.position.bottom_mm + spec.height_mm <= bottom + room - tolerance + 1e-6


def test_what_is_wanted_smaller_stays_as_it_is():
    spec = fitted_spec(survey(*ROOM), PLAN, replace(WANTED, width_mm=6000.0, height_mm=1200.0))
    assert (spec.width_mm, spec.height_mm, spec.position.bottom_mm) == (6000.0, 1200.0, 3210.0)
    largest = fitted_spec(survey(*ROOM), PLAN, WANTED)
    assert (largest.width_mm, largest.height_mm) == (8680.0, 1700.0)


def test_a_sign_cannot_be_fitted_to_what_was_not_measured():
    with pytest.raises(InputError) as caught:
        fitted_spec(survey(*ROOM[:2]), PLAN, WANTED)
    assert caught.value.params["missing"] == "band_top"
    upside_down = (ROOM[0], measure(Measured.BAND_BOTTOM, 4000.0), measure(Measured.BAND_TOP, 3900.0))
    with pytest.raises(InputError) as caught:
        fitted_spec(survey(*upside_down), PLAN, WANTED)
    assert caught.value.code == "survey.no_room"


def test_the_sample_reads_back_the_same():
    read = read_survey(SAMPLE, file="a.toml")
    assert read_survey(write_survey(read).encode()) == read
    assert checked_survey(read, TODAY).datum is Datum.PAVEMENT


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)


@given(TEXTS, TEXTS, st.floats(-1e5, 1e5))
def test_any_words_and_numbers_read_back_the_same(remarks, name, mm):
    made = survey(measure(Measured.BAND_TOP, mm), remarks=remarks, surveyors=(Surveyor(name=name),))
    assert read_survey(write_survey(made).encode()) == made


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x = [", "file_unreadable"),
        (b"\xff\xfe", "file_unreadable"),
        (b"x = 1", "file_value"),
        (SAMPLE.replace(b'"unit_width"', b'"width"'), "file_value"),
        (SAMPLE.replace(b"mm = 8688", b"mm = nan"), "file_value"),
        (b"#" * 300_000, "file_unreadable"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(content, code):
    with pytest.raises(InputError) as caught:
        read_survey(content, file="a.toml")
    assert caught.value.code == f"survey.{code}"


def test_the_record_leaves_nothing_to_work_out():
    record = record_of(survey(*ROOM, is_official=True), PLAN, Lang.ZH)
    assert record.title == "现场核查记录"
    assert "第三十四条" in record.basis
    assert record.surveyors == (("甲", "001"), ("乙", "002"))
    first = record.rows[0]
    shown = (first.measured, first.planned, first.difference, first.outcome_word)
    assert shown == ("8688 ± 3", "8700", "-12", "不符")
    assert record_of(survey(), PLAN, Lang.EN).title == "Record of survey"


def test_a_survey_is_kept_with_its_line_in_the_history(tmp_path):
    db = database(tmp_path)
    photo = SitePhoto(digest="sha256:1", preview="sha256:2", file_name="a.jpg")
    made = survey(*ROOM, photos=(photo,), application_id="case-1")
    stored = record_survey(db.unit_of_work, made, PLAN, CLERK, NOW, TODAY)
    assert survey_by_id(db.reading, stored.id) == stored
    assert surveys_of_case(db.reading, "case-1") == surveys_listed(db.reading) == (stored,)
    assert surveys_listed(db.reading, account_id="another") == ()
    assert stored.plan_revision == PLAN.revision
    with db.reading() as unit:
        note = unit.history.of("case-1")[-1].note
    assert note.startswith("现场勘测 S1-02（甲、乙）：3 项测量中 2 项与立面图不符")
    assert db.verify_history().ok
    with pytest.raises(NotFound):
        survey_by_id(db.reading, "no-such")
    db.close()
