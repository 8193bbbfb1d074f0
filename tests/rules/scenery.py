"""A small street front and a sign of boxes, built from the flat words that the scenario files use; lengths in mm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import cos, pi, sin
from typing import Any

from signage.design import Colours, Piece, PieceRole, SignLayout, SignSpec, StreetView, TextLine
from signage.frontage import (
    Arcade,
    Bay,
    Canopy,
    Column,
    ExistingSign,
    Frontage,
    FrontagePlan,
    LightingZone,
    Opening,
    OpeningKind,
    PlacedSign,
    Proposal,
    Roadway,
    SignBand,
    Storey,
    Unit,
)
from signage.geometry import Path, Point, Rect
from signage.typography.identity import FontIdentity

DEFAULTS: dict[str, Any] = {
    # the sign
    "text": "晶湾盐业",
    "second_line": "",
    "second_height": 100.0,
    "left": 1000.0,
    "bottom": 3000.0,
    "width": 4000.0,
    "height": 1000.0,
    "depth": 150.0,
    "back": 0.0,
    "carrier": "panel",
    "form": "parallel",
    "kind": "panel-letters",
    "letter": 400.0,
    "content_width": 2000.0,
    "is_lit": True,
    "luminance": 300.0,
    "temperature": 4000,
    "is_halo": False,
    "has_lamps": False,
    "faces": 1,
    "posts": [],
    "second_projecting": [],
    "panel_colour": "#2B3038",
    "letter_colour": "#FFFFFF",
    # the street front
    "unit_width": 6000.0,
    "unit_storey": 1,
    "entrances": 1,
    "slab": 120.0,
    "sill": 5100.0,
    "upper_storey": True,
    "parapet": 9000.0,
    "pavement": 0.0,
    "pavement_ends": 20000.0,
    "zone": "E3",
    "road": 30000.0,
    "kerb": 6000.0,
    "cycle_lane": 9000.0,
    "has_band": True,
    "datum": 3000.0,
    "band": [200.0, 2900.0, 5800.0, 4100.0],
    "kinds": ["panel-letters"],
    "palette": ["#2B3038", "#FFFFFF"],
    "letter_range": [300.0, 700.0],
    "is_heritage": False,
    "is_unified": False,
    "shop_windows": [],
    "windows": [[7000.0, 1000.0, 9000.0, 2400.0]],
    "rescue": [[10000.0, 5000.0, 11200.0, 6200.0]],
    "canopy": [],
    "arcade": [],  # left, right, level of the ceiling, depth
    "columns": [],
    "neighbour": [],
    "own_existing": 0,
    "own_kind": "panel-letters",
    # signs off the wall, other signs, and what only some rules ask for
    "side": [],  # of a projecting sign: width of its face, gap to the wall, thickness
    "is_round": False,
    "panel_material": "aluminium-sheet",
    "letter_material": "acrylic",
    "wall_colour": "#B9B0A2",
    "doors": [],
    "storeys": 2,
    "is_special_street": False,
    "tenant_b": "乙",
    "signs": [],  # approved ones: { unit, kind, rect, name, colour }
}


def _box(rect: Rect) -> Path:
    return Path.polygon(list(rect.corners))


def _circle(rect: Rect) -> Path:
    turns = [2 * pi * step / 96 for step in range(96)]
    half = rect.width / 2
    return Path.polygon([(rect.centre.x + half * cos(t), rect.centre.y + half * sin(t)) for t in turns])


def _edge_on(d: dict[str, Any], pieces: list[Piece]) -> StreetView | None:
    """A projecting sign as the street sees it: its thickness times its height."""
    if not d["side"]:
        return None
    envelope = Rect(0.0, 0.0, d["side"][2], d["height"])
    wide, reach = d["side"][:2]
    body = replace(pieces[0], outline=_box(envelope), z_back_mm=reach, z_front_mm=reach + wide)
    return StreetView(pieces=(body,), envelope=envelope)


def _layout(d: dict[str, Any]) -> SignLayout:
    if d["side"]:  # its face looks along the street
        wide, reach, thick = d["side"]
        d = {**d, "form": "projecting", "carrier": "box", "width": wide, "depth": thick, "reach": reach}
        d |= {"content_width": wide * 0.6, "letter": min(d["letter"], wide * 0.15)}
    spec = SignSpec(
        kind=d["kind"],
        name=d["text"],
        second_line=d["second_line"] or None,
        width_mm=d["width"],
        height_mm=d["height"],
        colours=Colours(panel=d["panel_colour"], letter=d["letter_colour"]),
    )
    envelope = Rect(0.0, 0.0, d["width"], d["height"])
    pieces = []
    if d["carrier"] != "letters":
        role = PieceRole.BOX if d["carrier"] == "box" else PieceRole.PANEL
        pieces.append(
            Piece(
                id="panel",
                role=role,
                outline=_circle(envelope) if d["is_round"] else _box(envelope),
                z_back_mm=d["back"],
                z_front_mm=d["depth"] / 2 + d["back"],
                material=d["panel_material"],
                face_colour=d["panel_colour"],
                side_colour=d["panel_colour"],
            )
        )
    for at, (x0, x1) in enumerate(d["posts"]):
        post = _box(Rect(x0, -2000.0, x1, 0.0))
        pieces.append(replace(pieces[0], id=f"post-{at}", role=PieceRole.POST, outline=post))
    lines = []
    for index, (text, tall, y) in enumerate(
        (
            (d["text"], d["letter"], d["height"] * 0.4),
            (d["second_line"], d["second_height"], 20.0),
        )
    ):
        if not text:
            continue
        y = min(y, max(0.0, d["height"] - tall))
        each = d["content_width"] / len(text)
        wide = min(each, tall)
        for at, character in enumerate(text):
            rect = Rect.sized(500.0 + at * each, y, wide, tall)
            pieces.append(
                Piece(
                    id=f"letter-{index}{at:02}",
                    role=PieceRole.LETTER,
                    outline=_box(rect),
                    z_back_mm=d["back"] + d["depth"] / 2,
                    z_front_mm=d["depth"],
                    material=d["letter_material"],
                    face_colour=d["letter_colour"],
                    side_colour=d["letter_colour"],
                    text=character,
                    line=index,
                    is_face_lit=d["is_lit"] and not d["is_halo"],
                    is_halo_lit=d["is_lit"] and d["is_halo"],
                    lamps=(rect.centre,) if d["has_lamps"] else (),
                    luminance_cd_m2=d["luminance"] or None,
                    temperature_k=d["temperature"],
                )
            )
        ink = Rect.sized(500.0, y, d["content_width"], tall)
        lines.append(
            TextLine(
                text=text,
                ink=ink,
                baseline_mm=y,
                em_mm=tall,
                letter_height_mm=tall,
                longest_edge_mm=max(tall, wide),
                thinnest_stroke_mm=tall / 10,
                tracking_mm=0.0,
            )
        )
    font = FontIdentity(name="boxes", family="Boxes", digest="sha256:0", licence="none")
    return SignLayout(
        spec=spec,
        form=d["form"],
        carrier=d["carrier"],
        pieces=tuple(pieces),
        lines=tuple(lines),
        envelope=envelope,
        depth_mm=d["reach"] + d["width"] if d["side"] else d["depth"],
        font=font,
        faces=d["faces"],
        street=_edge_on(d, pieces),
    )


def _opening(ident: str, kind: OpeningKind, box: list[float], unit: str | None = None) -> Opening:
    rect = Rect(*box)
    storey = 1 + sum(rect.y0 >= level for level in (4200, 8400))
    return Opening(id=ident, kind=kind, storey=storey, outline=rect.corners, unit=unit)


def _face(d: dict[str, Any]) -> Frontage:
    storeys = [Storey(number=1, floor_mm=0.0, top_mm=4200.0, slab_mm=d["slab"])]
    if d["upper_storey"]:
        storeys.append(Storey(number=2, floor_mm=4200.0, top_mm=8400.0, slab_mm=d["slab"], sill_mm=d["sill"] or None))
    for n in range(3, d["storeys"] + 1):
        storeys.append(Storey(number=n, floor_mm=n * 4200.0 - 4200, top_mm=n * 4200.0, slab_mm=d["slab"]))
    wide, n = d["unit_width"], d["unit_storey"]
    units = (
        Unit(id="A", storey=n, bays=("1",), x0_mm=0.0, x1_mm=wide, entrances=d["entrances"], tenant="甲"),
        Unit(id="B", storey=n, bays=("2",), x0_mm=wide, x1_mm=wide + 6000.0, tenant=d["tenant_b"]),
    )
    band = SignBand(
        id="band",
        units=("A",),
        rect=Rect(*d["band"]),
        kinds=tuple(d["kinds"]),
        palette=tuple(d["palette"]),
        letter_height_mm=tuple(d["letter_range"]) or None,
        datum_mm=d["datum"] or None,
    )
    existing = [
        ExistingSign(
            id=f"own-{i}", unit="A", name="旧", kind=d["own_kind"], rect=Rect(0, 3000, 900, 4000), depth_mm=150.0
        )
        for i in range(d["own_existing"])
    ]
    if d["neighbour"]:
        low, tall, depth = d["neighbour"]
        rect = Rect.sized(wide + 1000, low, 3000.0, tall)
        existing.append(ExistingSign(id="next", unit="B", name="邻店", kind="panel-letters", rect=rect, depth_mm=depth))
    for i, one in enumerate(d["signs"]):
        sign = {"name": "邻店", "unit": "B", "colour": "#3A3F47", **one}
        existing.append(
            ExistingSign(
                id=f"sign-{i}",
                unit=sign["unit"],
                name=sign["name"],
                kind=sign["kind"],
                rect=Rect(*sign["rect"]),
                depth_mm=150.0,
                panel_colour=sign["colour"],
            )
        )
    openings = [_opening(f"w{i}", OpeningKind.WINDOW, box) for i, box in enumerate(d["windows"])]
    openings += [_opening(f"s{i}", OpeningKind.SHOPFRONT, box) for i, box in enumerate(d["shop_windows"])]
    openings += [_opening(f"r{i}", OpeningKind.RESCUE, box) for i, box in enumerate(d["rescue"])]
    openings += [_opening(f"d{i}", OpeningKind.DOOR, box, "A") for i, box in enumerate(d["doors"])]
    return Frontage(
        id="front",
        name="正面",
        width_mm=20000.0,
        pavement=(Point(0.0, d["pavement"]), Point(d["pavement_ends"], d["pavement"])),
        storeys=tuple(storeys),
        bays=(Bay(id="1", x0_mm=0.0, x1_mm=wide), Bay(id="2", x0_mm=wide, x1_mm=wide + 6000.0)),
        units=units,
        bands=(band,) if d["has_band"] else (),
        openings=tuple(openings),
        columns=tuple(Column(id=f"c{i}", rect=Rect(*box), is_colonnade=True) for i, box in enumerate(d["columns"])),
        canopies=(Canopy(id="canopy", rect=Rect(*d["canopy"]), projection_mm=900.0),) if d["canopy"] else (),
        arcades=tuple(
            Arcade(id="arcade", x0_mm=a, x1_mm=b, ceiling_mm=c, depth_mm=e)
            for a, b, c, e in filter(None, [d["arcade"]])
        ),
        existing=tuple(existing),
        parapet_mm=d["parapet"] or None,
        road=Roadway(
            name="示例路", width_mm=d["road"] or None, kerb_mm=d["kerb"] or None, cycle_lane_mm=d["cycle_lane"] or None
        ),
        zone=LightingZone(d["zone"]) if d["zone"] else None,
        is_heritage=None if d["is_heritage"] == "unknown" else d["is_heritage"],
        is_unified_design=d["is_unified"],
        is_special_street=d["is_special_street"],
        wall_colour=d["wall_colour"],
    )


def scene(facts: dict[str, Any] | None = None, **given: Any) -> Proposal:
    """Return a proposal; words that are not given take their default, 0 or empty means that nobody has said."""
    unknown = set(given) - set(DEFAULTS)
    if unknown:
        raise KeyError(f"unknown words in a scenario: {sorted(unknown)}")
    d = {**DEFAULTS, **given}
    plan = FrontagePlan(
        schema_version=1,
        id="p",
        building="示例楼",
        address="示例路1号",
        city="示例市",
        revision="1",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        faces=(_face(d),),
    )
    sign = PlacedSign(layout=_layout(d), face_id="front", unit_id="A", origin=Point(d["left"], d["bottom"]))
    known = {k: tuple(v) if isinstance(v, list) else v for k, v in (facts or {}).items()}
    others = tuple(replace(sign, origin=Point(x, d["bottom"])) for x in d["second_projecting"])
    return Proposal(plan=plan, sign=sign, others=others, facts=known)
