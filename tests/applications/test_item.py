from dataclasses import replace
from datetime import date

import pytest

from signage.applications.intake import item_from
from signage.applications.model import Track
from signage.applications.policy_file import load_policy
from signage.design import LetterConstruction, Piece, PieceRole, SignLayout, SignSpec, TextLine
from signage.frontage import (
    Bay,
    Frontage,
    FrontagePlan,
    NotSurveyed,
    PlacedSign,
    Proposal,
    Storey,
    Unit,
    Unsurveyed,
)
from signage.geometry import Path, Point, Rect
from signage.typography import FontIdentity

from .case_builders import report


def piece(role, **more):
    facts = {
        "id": role.value,
        "role": role,
        "outline": Path.rect(Rect(0, 0, 10, 10)),
        "z_back_mm": 0.0,
        "z_front_mm": 90.0,
        "material": "aluminium-composite",
        "face_colour": "#FFFFFF",
        "side_colour": "#FFFFFF",
    }
    return Piece(**{**facts, **more})


def proposal(width=6000.0, *, lit=True):
    letter = piece(
        PieceRole.LETTER,
        material="aluminium-sheet",
        construction=LetterConstruction.FACE_LIT,
        is_face_lit=lit,
        temperature_k=3500,
    )
    layout = SignLayout(
        spec=SignSpec(kind="panel-letters", name="徽盐", width_mm=width, height_mm=1200.0),
        form="parallel",
        carrier="panel",
        pieces=(piece(PieceRole.PANEL), letter),
        lines=(
            TextLine(
                text="徽盐",
                ink=Rect(0, 0, 1, 1),
                baseline_mm=0,
                em_mm=1,
                letter_height_mm=620.0,
                longest_edge_mm=1,
                thinnest_stroke_mm=1,
                tracking_mm=0,
            ),
        ),
        envelope=Rect(0, 0, width, 1200.0),
        depth_mm=130.0,
        font=FontIdentity(name="f", family="f", digest="sha256:0"),
    )
    face = Frontage(
        id="F",
        name="F",
        width_mm=8000.0,
        pavement=(Point(0, -300), Point(8000, 100)),
        storeys=(Storey(number=1, floor_mm=0, top_mm=4500),),
        bays=(Bay(id="B", x0_mm=0, x1_mm=8000),),
        units=(Unit(id="S1-01", storey=1, bays=("B",), x0_mm=0, x1_mm=8000),),
        bands=(),
        openings=(),
    )
    plan = FrontagePlan(
        schema_version=1,
        id="plan-1",
        building="示例楼",
        address="示例市示例路1号",
        city="示例市",
        revision="A",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        faces=(face,),
    )
    return Proposal(
        plan=plan, sign=PlacedSign(layout=layout, face_id="F", unit_id="S1-01", origin=Point(1000.0, 3000.0))
    )


def test_an_item_states_what_its_layout_says():
    made = item_from(proposal(), report(), {"front-day.png": "sha256:1"}, "", load_policy())
    assert made.particulars.materials == "铝塑板、铝单板"
    assert made.particulars.lighting == "正面发光字，3500 K"
    assert made.particulars.bottom_mm == 3000.0 - 50.0  # over the highest pavement below the sign
    assert (made.particulars.letter_height_mm, made.particulars.depth_mm) == (620.0, 130.0)
    assert made.position_key == "plan-1/S1-01"
    assert made.address == "示例市示例路1号"
    assert made.track is Track.PERMIT


def test_a_smaller_unlit_sign_is_a_filing_and_says_that_it_is_unlit():
    made = item_from(proposal(3000.0, lit=False), report(), (), "示例路3号", load_policy())
    assert made.track is Track.FILING
    assert made.particulars.lighting == "不发光"
    assert made.address == "示例路3号"


def test_no_clear_height_is_stated_over_a_pavement_that_nobody_surveyed():
    front = proposal()
    faces = tuple(replace(face, unsurveyed=(Unsurveyed.PAVEMENT,)) for face in front.plan.faces)
    bare = replace(front, plan=replace(front.plan, faces=faces))
    with pytest.raises(NotSurveyed):
        item_from(bare, report(), {"front-day.png": "sha256:1"}, "", load_policy())
