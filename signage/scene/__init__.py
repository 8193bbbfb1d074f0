"""The finished picture without a format: what is shown, where, in which light; formats are `signage.render`'s.

`nodes` holds the primitives. The composers turn a proposal and its report into a scene: the front elevation by day or
night, the street front, the dimensioned sheet, the workshop drawing, the plan itself.
"""

from signage.scene.alone import compose_sign
from signage.scene.front import compose_front
from signage.scene.labels import label, label_box, shortened, text_width
from signage.scene.marks import VERDICT_COLOUR, pinned
from signage.scene.nodes import (
    ANNOTATION_LAYERS,
    DAY,
    NIGHT,
    SIGN_LAYER,
    Ambience,
    Anchor,
    Dimension,
    Fill,
    Glow,
    Gradient,
    Group,
    Label,
    Lit,
    Node,
    Paint,
    Picture,
    Scene,
    Shadow,
    Solid,
    Stroke,
    Texture,
)
from signage.scene.plan_view import compose_plan, compose_unrolled
from signage.scene.sample_front import compose_sample_front
from signage.scene.sample_house import Wall, WallMaterial, parse_wall, sample_house
from signage.scene.sheet import compose_sheet, compose_sheets, compose_sheets_alone
from signage.scene.sheet_format import SheetSize
from signage.scene.sheet_particulars import SheetParticulars
from signage.scene.sheet_views import uncaptioned
from signage.scene.street import compose_street
from signage.scene.street_report import CheckedSign, compose_street_report, step_words, street_report_px
from signage.scene.workshop import compose_workshop, page_scale
from signage.scene.workshop_blanks import compose_workshop_pages, in_one_space

__all__ = [
    "ANNOTATION_LAYERS",
    "DAY",
    "NIGHT",
    "SIGN_LAYER",
    "VERDICT_COLOUR",
    "Ambience",
    "Anchor",
    "CheckedSign",
    "Dimension",
    "Fill",
    "Glow",
    "Gradient",
    "Group",
    "Label",
    "Lit",
    "Node",
    "Paint",
    "Picture",
    "Scene",
    "Shadow",
    "SheetParticulars",
    "SheetSize",
    "Solid",
    "Stroke",
    "Texture",
    "Wall",
    "WallMaterial",
    "compose_front",
    "compose_plan",
    "compose_sample_front",
    "compose_sheet",
    "compose_sheets",
    "compose_sheets_alone",
    "compose_sign",
    "compose_street",
    "compose_street_report",
    "compose_unrolled",
    "compose_workshop",
    "compose_workshop_pages",
    "in_one_space",
    "label",
    "label_box",
    "page_scale",
    "parse_wall",
    "pinned",
    "sample_house",
    "shortened",
    "step_words",
    "street_report_px",
    "text_width",
    "uncaptioned",
]
