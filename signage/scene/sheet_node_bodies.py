"""What carries the letters in a construction node: panels, boards, boxes, displays, rails, with frame and anchor.

Each is drawn at its upper edge and goes on below a break line; what stands on the ground is turned over by its caller.
"""

from __future__ import annotations

from signage.design import Form, Piece, PieceRole
from signage.geometry import Rect
from signage.locale import either, text
from signage.scene.sheet_node_letters import Held
from signage.scene.sheet_node_parts import Known, depths_in_section
from signage.scene.sheet_node_sketch import Depths, Look, Sketch

LAMP_THICK = 6.0
_BACKED = 2.4  # paper mm of a body that are left under a frame's tube before anything else begins


def panel(sketch: Sketch, piece: Piece, known: Known, *, is_on_wall: bool) -> Held:
    """Add a folded panel on its frame, or a solid board; return what letters are held by."""
    made = known.made_of(piece)
    low, high = piece.z_back_mm, piece.z_front_mm
    sheet = made.get("panel")
    if sheet is None or sheet.thickness_mm is None:
        sketch.add(Look.SEEN, low, 0.0, high, sketch.high)
        return Held(front=high, back=low)
    tube = known.tubing(piece, "frame_behind")
    sketch.broken.append((0.0, low, high))
    if tube is None:
        return _board(sketch, piece, known, is_on_wall=is_on_wall)
    thick, top = sheet.thickness_mm, sketch.high
    look = known.look(sheet)
    sketch.add(Look.VOID, low, 0.0, high, top)
    sketch.add(look, high - thick, 0.0, high, top)
    folded = low if look is Look.METAL else high - thick  # a board is screwed on the frame, not folded
    sketch.add(look, folded, top - thick, high, top)
    level = top - thick - tube.high_mm / 2
    seat = low if is_on_wall else high - thick - tube.deep_mm
    sketch.add(Look.TUBE, seat, level - tube.high_mm / 2, seat + tube.deep_mm, level + tube.high_mm / 2, tube.wall_mm)
    if is_on_wall:
        anchor(sketch, known, seat + tube.deep_mm, level)
    sketch.call(tube.words, seat + tube.deep_mm - tube.wall_mm / 2, level + tube.high_mm * 0.3)
    words = text("node.folded", what=sheet.words(has_use=True), fold=f"{high - low:.0f}")
    sketch.call(words if folded == low else sheet.words(has_use=True), high - thick / 2, top - thick / 2)
    return Held(front=high, back=high - thick)


def _board(sketch: Sketch, piece: Piece, known: Known, *, is_on_wall: bool) -> Held:
    """Add a solid board with the moulding round it, if it has one."""
    low, high = piece.z_back_mm, piece.z_front_mm
    sheet = known.made_of(piece)["panel"]
    frame = next(iter(known.of_role(PieceRole.FRAME)), None)
    lip = _lip(frame)
    top = sketch.high
    sketch.add(Look.BOARD, low, 0.0, high, top - lip)
    level = top - lip - max(18.0, sketch.paper(5.0))
    if is_on_wall:
        anchor(sketch, known, high - 12.0, level)
    if frame is not None:
        sketch.add(Look.BOARD, frame.z_back_mm, top - lip, frame.z_front_mm, top)
        moulding = known.made_of(frame).get("moulding")
        words = moulding.words(has_use=True) if moulding is not None else text("sign.role_frame")
        sketch.call(words, frame.z_front_mm - 4.0, top - lip / 2)
    sketch.call(sheet.words(has_use=True), high - 3.0, max(sketch.paper(2.5), 4.0))
    return Held(front=high, back=low, is_blind=True)


def _lip(frame: Piece | None) -> float:
    """Return how wide a frame is on the face, 0 without one: the ring's area over the middle of its edges."""
    if frame is None:
        return 0.0
    rings = [Rect.around([*contour]) for contour in frame.outline.flattened(1.0)]
    outer = max(rings, key=lambda box: box.area)
    inner = min(rings, key=lambda box: box.area)
    return (outer.height - inner.height) / 2


def anchor(sketch: Sketch, known: Known, out: float, level: float) -> None:
    """Add an anchor from a depth into the wall; no words without a joint."""
    words = known.fixing("wall", "canopy")
    if not words:
        return
    sketch.bolt(sketch.paper(-8.0), out, level)
    sketch.call(words, out + 3.0, level)


def backdrop(sketch: Sketch, known: Known, levels: tuple[tuple[float, float], ...]) -> Held | None:
    """Add the lit sheet behind cut-outs with the plate that has its light; open the panel before each letter."""
    piece = next(iter(known.of_role(PieceRole.BACKDROP)), None)
    board = next(iter(known.of_role(PieceRole.PANEL)), None)
    if piece is None or board is None:
        return None
    made = known.made_of(piece)
    thick = known.made_of(board)["panel"].thickness_mm or 0.0
    top = levels[0][1] + sketch.paper(2.5)
    for low, high in levels:
        sketch.add(Look.VOID, board.z_front_mm - thick - 0.1, low - 1.0, board.z_front_mm + 0.1, high + 1.0)
    sketch.add(Look.CLEAR, piece.z_back_mm, 0.0, piece.z_front_mm, top)
    light = made.get("light_board")
    if light is not None and light.thickness_mm is not None:
        sketch.add(Look.METAL, 0.0, 0.0, light.thickness_mm, top)
        lamps(sketch, piece, known, light.thickness_mm, (0.0, top), 1.0)
        sketch.call(light.words(has_use=True), light.thickness_mm / 2, sketch.paper(2.0))
    sheet = made.get("backdrop")
    if sheet is not None:
        sketch.call(sheet.words(has_use=True), piece.z_front_mm - 1.0, sketch.paper(3.2))
    return Held(front=piece.z_front_mm, back=piece.z_back_mm)


def lamps(
    sketch: Sketch,
    piece: Piece,
    known: Known,
    base: float,
    levels: tuple[float, float],
    way: float,
    *,
    is_named: bool = True,
) -> None:
    """Add a box's modules on a plate, at their pitch as far as the node shows them."""
    one = next(iter(known.lit(piece)), None)
    if one is None:
        return
    wide = known.lamp_mm(one)
    pitch = max(one.pitch_mm, wide * 1.5)
    level = levels[0] + min((levels[1] - levels[0]) / 2, pitch * 0.6)
    is_first = is_named
    while level + wide / 2 < levels[1]:
        sketch.add(Look.LAMP, base, level - wide / 2, base + way * LAMP_THICK, level + wide / 2)
        if is_first:
            words = text("node.pitched", what=known.lamp_words(one), pitch=f"{one.pitch_mm:.0f}")
            sketch.call(words, base + way * LAMP_THICK / 2, level)
            is_first = False
        level += pitch


def box(sketch: Sketch, piece: Piece, known: Known, *, is_on_wall: bool) -> Held:
    """Add a light box: frame or sides, faces, the plate with the light (behind or in the middle), tube, anchor."""
    made, top = known.made_of(piece), sketch.high
    low, high = depths_in_section(piece, known.layout)
    faces = known.layout.faces
    frame = next(iter(known.of_role(PieceRole.FRAME)), None)
    side_mm, outer = _sides(sketch, piece, known, frame, (low, high))
    face = made.get("light_face")
    thick = (face.thickness_mm or 0.0) if face is not None else 0.0
    look = known.look(face)
    fronts = ((high - thick, high), (low, low + thick)) if faces == 2 else ((high - thick, high),)
    for back, front in fronts:
        shown = max(front - back, sketch.paper(0.35))
        sketch.add(
            look, front - shown if front == high else back, 0.0, front if front == high else back + shown, top - side_mm
        )
    plate = made.get("back") or made.get("light_board")
    plate_mm = (plate.thickness_mm or 0.0) if plate is not None else 0.0
    tube = known.tubing(piece, "frame_behind")
    tube_high = tube.high_mm if tube is not None else 0.0
    level = top - side_mm - tube_high / 2
    if faces == 2:
        middle = (low + high) / 2
        base = (middle - plate_mm / 2, middle + plate_mm / 2)
        seat = middle - (tube.deep_mm / 2 if tube is not None else 0.0)
        plate_top = top - side_mm - tube_high
    else:
        base, seat, plate_top = (outer, outer + plate_mm), outer + plate_mm, top - side_mm
    sketch.add(Look.METAL, base[0], 0.0, base[1], plate_top)
    free = plate_top if faces == 2 else top - side_mm - tube_high
    lamps(sketch, piece, known, base[1], (0.0, free), 1.0)
    if faces == 2:
        lamps(sketch, piece, known, base[0], (0.0, free), -1.0, is_named=False)
    if tube is not None:
        sketch.add(Look.TUBE, seat, level - tube_high / 2, seat + tube.deep_mm, level + tube_high / 2, tube.wall_mm)
        sketch.call(tube.words, seat + tube.deep_mm - tube.wall_mm / 2, level + tube_high * 0.3)
        if is_on_wall:
            anchor(sketch, known, seat + tube.deep_mm, level)
    if face is not None:
        sketch.call(face.words(has_use=True), high - thick / 2, free * 0.55)
    if plate is not None:
        sketch.call(plate.words(has_use=True), sum(base) / 2, free * 0.22)
    sketch.broken.append((0.0, outer, high))
    sketch.depths += _box_depths(known, frame, (low, high), is_on_wall=is_on_wall, top=top)
    return Held(front=high, back=high - thick)


def _sides(
    sketch: Sketch, piece: Piece, known: Known, frame: Piece | None, depths: tuple[float, float]
) -> tuple[float, float]:
    """Add frame or side sheet along the upper edge; return its thickness and where the body begins."""
    top = sketch.high
    if frame is None:
        side = known.made_of(piece).get("sides")
        thick = (side.thickness_mm or 0.0) if side is not None else 0.0
        sketch.add(Look.METAL, depths[0], top - thick, depths[1], top)
        if side is not None:
            sketch.call(side.words(has_use=True), depths[1] * 0.7, top - thick / 2)
        return thick, depths[0]
    made = known.made_of(frame).get("frame")
    thick, lip = (made.thickness_mm or 0.0) if made is not None else 0.0, _lip(frame)
    low, high = frame.z_back_mm, frame.z_front_mm
    sketch.add(Look.METAL, low, top - thick, high, top)
    sketch.add(Look.METAL, high - thick, top - lip, high, top)
    if known.layout.faces == 2:
        sketch.add(Look.METAL, low, top - lip, low + thick, top)
    if made is not None:
        words = text("node.lipped", what=made.words(has_use=True), lip=f"{lip:.0f}")
        sketch.call(words, high - thick / 2, top - lip * 0.3)
    return thick, low


def _box_depths(
    known: Known, frame: Piece | None, depths: tuple[float, float], *, is_on_wall: bool, top: float
) -> list[Depths]:
    low, high = depths
    if frame is None:
        return [Depths(places=(low, high), level=top)]
    ends = (frame.z_back_mm, low, high, frame.z_front_mm)
    return [Depths(places=tuple(sorted(set(ends))), level=top)]


def display(sketch: Sketch, piece: Piece, known: Known) -> None:
    """Add an LED display in its frame: modules and supplies are bought whole, so they are outlined."""
    frame = next(iter(known.of_role(PieceRole.FRAME)), None)
    thick, outer = _sides(sketch, piece, known, frame, (piece.z_back_mm, piece.z_front_mm))
    top = sketch.high - thick
    low, high = piece.z_back_mm, piece.z_front_mm
    sketch.add(Look.HIDDEN, low + 1.0, 0.0, high, top - 1.0)
    for use, share in (("display", 0.75), ("display_supply", 0.5), ("controller", 0.3)):
        part = known.part(piece, use)
        if part is not None:
            words = text("node.as_bought", what=either(part.name_zh, part.name_en))
            sketch.call(words, high - (2.0 if use == "display" else 20.0), top * share)
    anchor(sketch, known, low + 12.0, top - max(18.0, sketch.paper(4.0)))
    sketch.broken.append((0.0, outer, high))
    sketch.depths += _box_depths(known, frame, (low, high), is_on_wall=True, top=sketch.high)


def rail(sketch: Sketch, piece: Piece, known: Known, foot: float) -> tuple[Held, float]:
    """Add a rail with its clamp, its foot at a level; return what letters are held by, and the rail's top."""
    section, bounds = known.tubing(piece, "rail"), piece.outline.bounds()
    low, high = piece.z_back_mm, piece.z_front_mm
    tall = min(bounds.height if bounds is not None else 60.0, 90.0)
    top = foot + tall
    wall = section.wall_mm if section is not None else 1.5
    clamp = known.part(piece, "clamp")
    flange = known.pack.tables.making.rule_of(piece.role.value)
    reach = flange.clamp_flange_mm if flange is not None else 40.0
    is_on_wall = known.layout.form == Form.PARALLEL
    if clamp is not None and clamp.thickness_mm is not None:
        t = clamp.thickness_mm
        if is_on_wall:
            for edge, way in ((foot, -1.0), (top, 1.0)):
                sketch.add(Look.SEEN, low, edge, high, edge + way * t)
                sketch.add(Look.SEEN, low, edge, low + t, edge + way * reach)
                sketch.bolt(sketch.paper(-8.0), low + t, edge + way * reach / 2)
        else:
            sketch.add(Look.SEEN, low - t, top, high, top + t)
            for edge, way in ((low, -1.0), (high, 1.0)):
                sketch.add(Look.SEEN, edge, foot, edge + way * t, top)
                sketch.add(Look.SEEN, edge, foot, edge + way * reach, foot + t)
                sketch.bolt_down(edge + way * reach / 2, foot - sketch.paper(8.0), foot + t)
    sketch.add(Look.TUBE, low, foot, high, top, wall)
    if section is not None:
        sketch.call(section.words, high - wall - 4.0 if is_on_wall else low + wall / 2, foot + 0.16 * tall)
    plate = known.plate(piece, "clamp")
    if is_on_wall:
        sketch.call(plate, low + 3.0 + (high - low) * 0.3, top + 1.5)
        sketch.call(known.fixing("wall", "canopy"), low + 8.0, top + reach / 2)
    else:
        sketch.call(plate, low + (high - low) * 0.3, top + 1.5)
        sketch.call(known.fixing("wall", "canopy"), high + reach / 2, foot + 6.0)
    return Held(front=high, back=high - wall), top
