"""The service around a case: appointments and the queue, assigned helpers, ratings, complaints, return visits.

Whatever is owed to somebody has a due date, stays on one list until it is answered, and cannot be closed before.
Opening hours and promises are data (`windows/*.toml`); working days come from the office's calendar alone.
"""

from signage.service.desk import ServiceDesk
from signage.service.duties import Duty, DutyKind, open_duties
from signage.service.figures import ServiceFigures, figures_of, service_figures
from signage.service.hours import Hours, bundled_hours, parse_hours

__all__ = [
    "Duty",
    "DutyKind",
    "Hours",
    "ServiceDesk",
    "ServiceFigures",
    "bundled_hours",
    "figures_of",
    "open_duties",
    "parse_hours",
    "service_figures",
]
