"""Who can supply what a measure lacks, in Chinese and English."""

from __future__ import annotations

PLANNER = ("立面规划编制单位", "the author of the frontage plan")
APPLICANT = ("申请人", "the applicant")
SURVEYOR = ("现场踏勘人员", "the site surveyor")
OFFICE = ("主管部门", "the authority")
