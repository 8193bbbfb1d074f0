"""Surveys on site (现场勘测): what was measured, by whom and how well, against the frontage plan.

`record_survey` checks and keeps one (an official one needs two different officers), `deviations` tells amounts,
`fitted_spec` turns it into a specification, `record_of` into what a letter prints.
"""

from signage.survey.checked import checked_survey
from signage.survey.compare import Deviation, Outcome, deviations, what_word
from signage.survey.fitting import fitted_spec
from signage.survey.model import LEVELS, Datum, Measured, Measurement, SitePhoto, Survey, Surveyor
from signage.survey.record import RecordRow, SurveyRecord, record_of, summary_of
from signage.survey.survey_file import read_survey, write_survey
from signage.survey.use_cases import record_survey, survey_by_id, surveys_listed, surveys_of_case

__all__ = [
    "LEVELS",
    "Datum",
    "Deviation",
    "Measured",
    "Measurement",
    "Outcome",
    "RecordRow",
    "SitePhoto",
    "Survey",
    "SurveyRecord",
    "Surveyor",
    "checked_survey",
    "deviations",
    "fitted_spec",
    "read_survey",
    "record_of",
    "record_survey",
    "summary_of",
    "survey_by_id",
    "surveys_listed",
    "surveys_of_case",
    "what_word",
    "write_survey",
]
