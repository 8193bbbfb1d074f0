"""Papers handed in (申请材料) in versions, used again from the shelf, compared from one submission to the next.

`hand_in` and `reuse` make versions of what came through `signage.uploads`, `changes_between` says what a resubmission
changed.
"""

from signage.materials.changes import Change, changes_between, is_unchanged
from signage.materials.model import MaterialVersion
from signage.materials.use_cases import (
    hand_in,
    is_intact,
    papers_now,
    reuse,
    shelf_of,
    version_seen_by,
    versions_of,
    waiting_papers,
)

__all__ = [
    "Change",
    "MaterialVersion",
    "changes_between",
    "hand_in",
    "is_intact",
    "is_unchanged",
    "papers_now",
    "reuse",
    "shelf_of",
    "version_seen_by",
    "versions_of",
    "waiting_papers",
]
