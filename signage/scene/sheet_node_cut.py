"""The construction node of each way a sign is held: what is cut, from the wall, roof, ground or ceiling outwards."""

from __future__ import annotations

from dataclasses import replace

from signage.design import Form, LetterConstruction, Piece, PieceRole
from signage.geometry import Point, Rect
from signage.locale import either, text
from signage.scene.sheet_node_bodies import backdrop, box, display, panel, rail
from signage.scene.sheet_node_letters import Held, letter, name_of
from signage.scene.sheet_node_parts import Known, depths_in_section
from signage.scene.sheet_node_sketch import Call, Cut, Depths, Look, Shape, Sketch

_FILM = (LetterConstruction.PRINTED, LetterConstruction.PIXELS)
_LEAST_STROKE = 34.0  # of a stroke with a light source and a stud in it, node mm
_LEAST_LETTER, _GAP, _MEASURED_GAP = 5.0, 3.0, 8.5  # of a stroke and between strokes, the second with a depth; paper mm
_WALL = 9.0  # of a wall that is shown, paper mm
_ARM = 16.0  # of a bracket that is shown, paper mm
_NEAR_END = 80.0  # of a projecting sign that is shown from the wall on


def cut_of(known: Known, scale: float, high_mm: float) -> Cut | None:
    """Return the node of a sign at 1:`scale`, `high_mm` high in node mm; None for what has nothing to build."""
    layout = known.layout
    match Form(layout.form):
        case Form.PROJECTING:
            return _projecting(known, scale)
        case Form.HANGING:
            return _hanging(known, scale, high_mm)
        case Form.ROOFTOP:
            return _on_roof(known, scale, high_mm)
        case Form.CANOPY:
            return _on_canopy(known, scale, high_mm)
        case Form.FREESTANDING:
            return _standing(known, scale, high_mm)
        case Form.WINDOW:
            return None
        case Form.PARALLEL | Form.TEMPORARY:
            return _on_wall(known, scale, high_mm)


def _on_wall(known: Known, scale: float, high_mm: float) -> Cut:
    sketch = Sketch(scale=scale, high=high_mm)
    wall = sketch.paper(_WALL)
    sketch.add(Look.WALL, -wall, -sketch.paper(2.0), 0.0, high_mm + sketch.paper(2.0))
    sketch.call(text("sheet.wall"), -wall / 2, high_mm + sketch.paper(0.5))
    rails, types = known.of_role(PieceRole.RAIL), _written(known)
    if known.of_role(PieceRole.BOX):
        held = box(sketch, known.of_role(PieceRole.BOX)[0], known, is_on_wall=True)
        _films(sketch, known, held)
        return _closed(sketch, (0.0, *_fronts(known, ())))
    if known.of_role(PieceRole.DISPLAY):
        display(sketch, known.of_role(PieceRole.DISPLAY)[0], known)
        return _closed(sketch, (0.0, *_fronts(known, ())))
    if rails and types:
        return _on_rail(sketch, rails[0], types, known)
    panels = known.of_role(PieceRole.PANEL, PieceRole.FABRIC)
    if not panels:
        _letters(sketch, types, known, Held(front=0.0, back=None), (sketch.paper(2.0), high_mm - sketch.paper(2.0)))
        first = depths_in_section(types[0], known.layout) if types else (0.0, 0.0)
        return _closed(sketch, (0.0, *first))
    held = panel(sketch, panels[0], known, is_on_wall=True)
    top = high_mm - _edge(known, panels[0], sketch)
    if known.of_role(PieceRole.BACKDROP):
        levels = _levels(sketch, types, known, (sketch.paper(6.0), top))
        held = backdrop(sketch, known, levels) or held
    _letters(sketch, types, known, held, (sketch.paper(6.0), top))
    _films(sketch, known, held)
    front = panels[0].z_front_mm
    outer = [z for p in types[:1] for z in depths_in_section(p, known.layout)]
    backs = [z for p in known.of_role(PieceRole.BACKDROP) for z in (p.z_back_mm,)]
    return _closed(sketch, (0.0, *backs, front, *outer, *_fronts(known, (PieceRole.FRAME,))))


def _edge(known: Known, piece: Piece, sketch: Sketch) -> float:
    """Return what a panel's edge takes with its tube and anchor: the letters begin under it."""
    tube = known.tubing(piece, "frame_behind")
    if tube is not None:
        return tube.high_mm + 4.0 + sketch.paper(1.5)
    frames = [p for p in known.of_role(PieceRole.FRAME) if p.outline.bounds() is not None]
    return (40.0 if frames else 0.0) + max(36.0, sketch.paper(10.0))


def _fronts(known: Known, roles: tuple[PieceRole, ...]) -> tuple[float, ...]:
    """Return the depths of a frame, or of what stands beside a wall."""
    pieces = known.of_role(*(roles or (PieceRole.FRAME, PieceRole.BOX, PieceRole.DISPLAY)))
    return tuple(z for p in pieces for z in depths_in_section(p, known.layout))


def _written(known: Known) -> list[Piece]:
    """Return the kinds of letters that have a body."""
    return [p for p in known.letter_types() if p.construction not in _FILM and p.role is not PieceRole.DIVIDER]


def _films(sketch: Sketch, known: Known, held: Held) -> None:
    """Name what is printed or stuck on the face; it has no thickness that a node could show."""
    for index, piece in enumerate(p for p in known.letter_types() if p.construction is LetterConstruction.PRINTED):
        made = known.made_of(piece).get("applied")
        if made is None or index > 1:
            continue
        low, high = sketch.high * (0.30 - 0.14 * index), sketch.high * (0.42 - 0.14 * index)
        front = depths_in_section(piece, known.layout)[1]
        front = max(front, held.front)
        sketch.add(Look.LEAF, front, low, front + sketch.paper(0.4), high)
        if known.layout.faces == 2:
            back = known.of_role(PieceRole.BOX, PieceRole.PANEL)[0]
            rear = depths_in_section(back, known.layout)[0]
            sketch.add(Look.LEAF, rear - sketch.paper(0.4), low, rear, high)
        words = f"{name_of(piece, known)}　{made.words(has_use=False)}"
        sketch.call(words, front + sketch.paper(0.2), (low + high) / 2)


def letters_height(known: Known, scale: float) -> float:
    """Return what the strokes of all kinds of letters take at least with the gaps between them, node mm."""
    types = _written(known)
    return sum(_share(p, known) for p in types) * _LEAST_STROKE + len(types) * _MEASURED_GAP * scale


def _share(piece: Piece, known: Known) -> float:
    """Return how high a stroke is drawn beside others: a solid one has neither light nor stud to show in it."""
    return 1.0 if "returns" in known.made_of(piece) else 0.5


def _levels(
    sketch: Sketch, types: list[Piece], known: Known, room: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    """Return where strokes of each kind of letter are cut, the first at the top; those without room are left out."""
    low, high = room
    gap, kept = sketch.paper(_MEASURED_GAP), list(types)

    def unit(shown: list[Piece]) -> float:
        gaps = gap * (len(shown) - 1) + (sketch.paper(_MEASURED_GAP - _GAP) if len(shown) > 1 else 0.0)
        return (high - low - gaps) / max(0.5, sum(_share(p, known) for p in shown))

    while len(kept) > 1 and unit(kept) < min(_LEAST_STROKE, sketch.paper(_LEAST_LETTER)):
        kept.pop()
    each = min(unit(kept), sketch.paper(64.0)) if kept else 0.0
    found, top = [], high
    for piece in kept:
        foot = top - each * _share(piece, known)
        found.append((foot, top))
        top = foot - gap
    return tuple(found)


def _letters(sketch: Sketch, types: list[Piece], known: Known, held: Held, room: tuple[float, float]) -> None:
    levels = _levels(sketch, types, known, room)
    for index, (piece, span) in enumerate(zip(types, levels, strict=False)):
        letter(sketch, piece, known, span, held, is_first=index == 0)


def _closed(sketch: Sketch, places: tuple[float, ...], level: float | None = None) -> Cut:
    """Return the node with the row of its depths over it."""
    top = max(shape.box.y1 for shape in sketch.shapes if shape.look is not Look.WALL) if level is None else level
    kept = tuple(sorted({round(z, 2) for z in places}))
    sketch.depths = [d for d in sketch.depths if d.is_under or d.is_upright]
    sketch.depths.append(Depths(places=kept, level=top))
    return sketch.done()


def _on_rail(sketch: Sketch, piece: Piece, types: list[Piece], known: Known) -> Cut:
    """A rail of the first line with a stroke of its letter before it."""
    foot = 0.28 * sketch.high
    held, top = rail(sketch, piece, known, foot)
    span = (max(0.0, foot - sketch.paper(3.0)), max(top + sketch.paper(6.0), sketch.high - sketch.paper(6.0)))
    first, *others = types
    letter(sketch, first, known, span, held, is_first=True)
    for other in others[:1]:
        low, high = depths_in_section(other, known.layout)
        sketch.call(
            text("node.same_build", name=name_of(other, known), depth=f"{high - low:.0f}"), held.front - 1.0, foot + 2.0
        )
    return _closed(sketch, (0.0, held.front, *depths_in_section(first, known.layout)), max(top, span[1]))


def _on_canopy(known: Known, scale: float, high_mm: float) -> Cut | None:
    rails, types = known.of_role(PieceRole.RAIL), _written(known)
    if not rails or not types:
        return None
    sketch = Sketch(scale=scale, high=high_mm)
    foot = sketch.paper(9.0)
    low, high = depths_in_section(types[0], known.layout)
    slab = (rails[0].z_back_mm - 60.0 - sketch.paper(3.0), high + sketch.paper(2.0))
    sketch.add(Look.CONCRETE, slab[0], 0.0, slab[1], foot)
    sketch.call(text("sheet.canopy"), slab[0] + sketch.paper(1.5), foot * 0.4)
    held, top = rail(sketch, rails[0], known, foot)
    span = (foot + 12.0, max(top + sketch.paper(4.0), high_mm - sketch.paper(2.0)))
    letter(sketch, types[0], known, span, held, is_first=True)
    return _closed(sketch, (rails[0].z_back_mm, held.front, low, high), span[1])


def _on_roof(known: Known, scale: float, high_mm: float) -> Cut | None:
    """The truss's upper chord with a letter, and the foot of its post on the roof."""
    trusses, types = known.of_role(PieceRole.TRUSS), _written(known)
    if not trusses or not types:
        return None
    sketch = Sketch(scale=scale, high=high_mm)
    truss = trusses[0]
    tube = known.tubing(truss, "truss")
    low, high = truss.z_back_mm, truss.z_front_mm
    wall, roof = (tube.wall_mm if tube is not None else 4.0), sketch.paper(8.0)
    foot = _foot(sketch, known, truss, (low, high), roof, words=text("sheet.roof"))
    chord = high_mm * 0.72
    sketch.add(Look.METAL, low, foot, low + wall, chord)
    sketch.add(Look.METAL, high - wall, foot, high, chord)
    deep = high - low
    sketch.add(Look.TUBE, low, chord, high, chord + deep, wall)
    if tube is not None:
        sketch.call(tube.words, low + wall / 2, chord + deep * 0.8)
    span = (chord - sketch.paper(7.0), high_mm)
    held = Held(front=high, back=high - wall)
    letter(sketch, types[0], known, span, held, is_first=True)
    return _closed(sketch, (low, high, *depths_in_section(types[0], known.layout)), span[1])


def _foot(
    sketch: Sketch, known: Known, piece: Piece, depths: tuple[float, float], ground: float, *, words: str
) -> float:
    """Add what a post stands on with its base plate and anchors; return the plate's top."""
    base = known.part(piece, "base_plate")
    side = base.size_mm[0] if base is not None else depths[1] - depths[0]
    thick = (base.thickness_mm or 0.0) if base is not None else 0.0
    middle = sum(depths) / 2
    reach = side / 2 + sketch.paper(3.0)
    sketch.add(Look.CONCRETE, middle - reach, 0.0, middle + reach, ground)
    sketch.call(words, middle - reach + sketch.paper(1.5), ground * 0.35)
    sketch.add(Look.METAL, middle - side / 2, ground, middle + side / 2, ground + thick)
    edge = known.pack.tables.making.fixing.plate_edge_mm
    for at in (middle - side / 2 + edge, middle + side / 2 - edge):
        sketch.bolt_down(at, ground * 0.25, ground + thick, 16.0)
    sketch.call(known.plate(piece, "base_plate"), middle + side / 2 - 4.0, ground + thick / 2)
    sketch.call(known.fixing("foot"), middle + side / 2 - edge, ground * 0.6)
    sketch.depths.append(Depths(places=(middle - side / 2, middle + side / 2), level=0.0, is_under=True))
    return ground + thick


def _standing(known: Known, scale: float, high_mm: float) -> Cut | None:
    """The lower edge of what stands on the ground with what holds it: a plinth, or a post on its plate."""
    bodies = known.of_role(PieceRole.BOX, PieceRole.PANEL)
    if not bodies:
        return None
    body = bodies[0]
    plinths, posts = known.of_role(PieceRole.PLINTH), known.of_role(PieceRole.POST)
    ground = Sketch(scale=scale, high=high_mm)
    low, high = depths_in_section(body, known.layout)
    if plinths:
        base = plinths[0]
        foot = ground.paper(14.0)
        ends = (base.z_back_mm, base.z_front_mm)
        shown = (max(ends[0], low - ground.paper(6.0)), min(ends[1], high + ground.paper(6.0)))
        ground.add(Look.CONCRETE, shown[0], 0.0, shown[1], foot)
        ground.call(text("sign.role_plinth"), shown[0] + ground.paper(2.0), foot * 0.4)
        ground.depths.append(Depths(places=ends, level=0.0, is_under=True, drawn=shown))
    elif posts:
        post = posts[0]
        foot = _foot(
            ground, known, post, (post.z_back_mm, post.z_front_mm), ground.paper(8.0), words=text("sheet.foundation")
        )
        tube, rise = known.tubing(post, "post"), ground.paper(14.0)
        wall = tube.wall_mm if tube is not None else 5.0
        for a, b in ((post.z_back_mm, post.z_back_mm + wall), (post.z_front_mm - wall, post.z_front_mm)):
            ground.add(Look.METAL, a, foot, b, foot + rise)
        if tube is not None:
            ground.call(tube.words, post.z_front_mm - wall / 2, foot + rise * 0.5)
        foot += rise
    else:
        foot = 0.0
    upper = Sketch(scale=scale, high=high_mm - foot)
    is_box = body.role is PieceRole.BOX
    held = (box if is_box else panel)(upper, body, known, is_on_wall=False)
    if is_box:
        _films(upper, known, held)
    else:
        types = _written(known)
        top = upper.high - _edge(known, body, upper)
        _letters(upper, types, known, held, (upper.paper(4.0), top))
    _turned_onto(ground, upper, foot)
    if plinths:
        # between the modules, clear of the light: the tube's foot is bolted through to the plinth
        middle = (low + high) / 2
        for at in (middle - 12.0,):
            ground.bolt_down(at, foot * 0.2, foot + 6.0, 16.0)
        ground.call(known.fixing("foot"), middle - 12.0, foot * 0.6)
    fronts = [z for p in _written(known)[:1] for z in depths_in_section(p, known.layout)]
    frames = [z for p in known.of_role(PieceRole.FRAME) for z in (p.z_back_mm, p.z_front_mm)]
    return _closed(ground, (low, high, *fronts, *frames), high_mm)


def _turned_onto(ground: Sketch, upper: Sketch, foot: float) -> None:
    """Take over a body that was drawn at its upper edge, turned over, standing on a level."""
    high = upper.high + foot
    for shape in upper.shapes:
        b = shape.box
        ground.shapes.append(replace(shape, box=Rect(b.x0, high - b.y1 + 0.0, b.x1, high - b.y0)))
    ground.calls += [replace(c, at=Point(c.at.x, high - c.at.y)) for c in upper.calls]
    ground.depths += [replace(d, level=high - d.level) for d in upper.depths if d.is_under]
    ground.broken += [(high - level, a, b) for level, a, b in upper.broken]


def _hanging(known: Known, scale: float, high_mm: float) -> Cut | None:
    """The ceiling with a rod, and the upper edge of the board with its letters on both faces."""
    rods, boards, types = known.of_role(PieceRole.ROD), known.of_role(PieceRole.PANEL, PieceRole.BOX), _written(known)
    if not boards:
        return None
    sketch = Sketch(scale=scale, high=high_mm)
    board = boards[0]
    low, high = depths_in_section(board, known.layout)
    rise = min(sketch.paper(26.0), 0.45 * high_mm)
    top = high_mm - rise
    own = Sketch(scale=scale, high=top)
    held = (box if board.role is PieceRole.BOX else panel)(own, board, known, is_on_wall=False)
    room = (sketch.paper(4.0), top - sketch.paper(3.0))
    for index, (piece, span) in enumerate(zip(types, _levels(own, types, known, room), strict=False)):
        letter(own, piece, known, span, held, is_first=index == 0)
    if known.layout.faces == 2:
        _mirrored(own, (low + high) / 2, held)
    sketch.shapes += own.shapes
    sketch.calls += own.calls
    sketch.depths += own.depths
    sketch.broken += own.broken
    slab = sketch.paper(8.0)
    reach = sketch.paper(16.0)
    middle = (low + high) / 2
    sketch.add(Look.CONCRETE, middle - reach, high_mm - slab, middle + reach, high_mm)
    sketch.call(text("sheet.ceiling"), middle - reach + sketch.paper(2.0), high_mm - slab * 0.3)
    for rod in rods[:1]:
        half = (rod.z_front_mm - rod.z_back_mm) / 2
        at = (rod.z_back_mm + rod.z_front_mm) / 2
        sketch.add(Look.METAL, at - half, top, at + half, high_mm - slab - 12.0)
        sketch.add(Look.BOLT, at - half - 5.0, high_mm - slab - 12.0, at + half + 5.0, high_mm - slab)
        sketch.add(Look.BOLT, at - 5.0, high_mm - slab, at + 5.0, high_mm - slab * 0.25)
        part = known.part(rod, "rod")
        if part is not None:
            sketch.call(either(part.name_zh, part.name_en), at + half - 1.0, (top + high_mm - slab) / 2)
        sketch.call(known.fixing("ceiling"), at + half + 3.0, high_mm - slab - 6.0)
    ends = [z for p in types[:1] for z in depths_in_section(p, known.layout)]
    mirrored = [2 * middle - z for z in ends] if known.layout.faces == 2 else []
    made = _closed(sketch, (low, high, *ends, *mirrored), 0.0)
    return replace(made, depths=tuple(replace(d, is_under=True) for d in made.depths))


def _mirrored(sketch: Sketch, middle: float, held: Held) -> None:
    """Add the letters of the other face: they are held as those of the first."""
    for shape in list(sketch.shapes):
        if shape.box.x1 > held.front + 0.1:
            b = shape.box
            sketch.shapes.append(
                Shape(
                    look=shape.look, box=Rect(2 * middle - b.x1, b.y0, 2 * middle - b.x0, b.y1), wall_mm=shape.wall_mm
                )
            )


def _projecting(known: Known, scale: float) -> Cut | None:
    """Cut level through the bracket, seen from above: wall plate, arm, and the near end of the box."""
    boxes = known.of_role(PieceRole.BOX, PieceRole.PANEL)
    arms = known.of_role(PieceRole.BRACKET)
    if not boxes or not arms:
        return None
    layout, arm, body = known.layout, arms[0], boxes[0]
    true_reach = layout.depth_mm - layout.envelope.width
    reach = min(true_reach, scale * _ARM)  # a long arm is cut short; its number is true
    upper = Sketch(scale=scale, high=_NEAR_END)
    is_box = body.role is PieceRole.BOX
    held = (box if is_box else panel)(upper, body, known, is_on_wall=False)
    if is_box:
        _films(upper, known, held)
    # the body was drawn at its upper edge; here that is its end towards the wall: turn it a quarter
    sketch = Sketch(scale=scale, high=0.0)
    far = reach + upper.high
    for shape in upper.shapes:
        b = shape.box
        turned = Rect(far - b.y1, b.x0, far - b.y0, b.x1)
        sketch.shapes.append(replace(shape, box=turned))
    sketch.calls += [replace(c, at=Point(far - c.at.y, c.at.x)) for c in upper.calls]
    tube, plate = known.tubing(arm, "bracket"), known.part(arm, "wall_plate")
    thick = (plate.thickness_mm or 0.0) if plate is not None else 0.0
    wide = plate.size_mm[0] if plate is not None else 200.0
    middle = (arm.z_back_mm + arm.z_front_mm) / 2
    low = min(middle - wide / 2, min(s.box.y0 for s in sketch.shapes)) - sketch.paper(2.0)
    high = max(middle + wide / 2, max(s.box.y1 for s in sketch.shapes)) + sketch.paper(2.0)
    sketch.add(Look.WALL, -sketch.paper(_WALL), low, 0.0, high)
    sketch.call(text("sheet.wall"), -sketch.paper(_WALL) / 2, high - sketch.paper(1.5))
    sketch.add(Look.METAL, 0.0, middle - wide / 2, thick, middle + wide / 2)
    edge = known.pack.tables.making.fixing.plate_edge_mm
    for at in (middle - wide / 2 + edge, middle + wide / 2 - edge):
        sketch.bolt(-sketch.paper(7.0), thick, at, 16.0)
    wall = tube.wall_mm if tube is not None else 4.0
    for near, far_side in ((arm.z_back_mm, arm.z_back_mm + wall), (arm.z_front_mm - wall, arm.z_front_mm)):
        sketch.add(Look.METAL, thick, near, reach, far_side)
    if tube is not None:
        sketch.call(tube.words, reach * 0.55, arm.z_front_mm - wall / 2)
    sketch.call(known.plate(arm, "wall_plate"), thick / 2, middle + wide / 2 - 8.0)
    sketch.call(known.fixing("bracket"), thick + 10.0, middle + wide / 2 - edge)
    rows = [z for p in (body, *known.of_role(PieceRole.FRAME)) for z in depths_in_section(p, layout)]
    sketch.depths.append(Depths(places=tuple(sorted({round(z, 2) for z in rows})), level=far, is_upright=True))
    sketch.broken.append((far, -1e9, 1e9))
    if reach < true_reach:
        sketch.broken.append(((thick + reach) / 2, -1e9, arm.z_front_mm))
    sketch.depths.append(Depths(places=(0.0, true_reach), level=high, drawn=(0.0, reach)))
    return sketch.done()


def turned(cut: Cut) -> Cut:
    """Return a level cut with its wall at the top, for a cell that is higher than wide; the reach is told in words."""
    shapes = tuple(
        replace(s, look=Look.CONCRETE if s.look is Look.WALL else s.look, box=_quarter(s.box)) for s in cut.shapes
    )
    calls = [replace(c, at=Point(c.at.y, -c.at.x)) for c in cut.calls]
    box = Rect.joined([s.box for s in shapes])
    thick = next(d for d in cut.depths if d.is_upright)
    reach = [d for d in cut.depths if not d.is_upright]
    for one in reach:
        words = text("node.reach", reach=f"{one.places[1] - one.places[0]:.0f}")
        calls.append(Call(words=words, at=Point(sum(thick.places) / len(thick.places), -sum(one.drawn) / 2)))
    return Cut(
        shapes=shapes,
        calls=tuple(calls),
        depths=(Depths(places=thick.places, level=box.y0, is_under=True),),
        box=box,
        broken=tuple((-level, low, high) for level, low, high in cut.broken),
        is_turned=True,
    )


def _quarter(box: Rect) -> Rect:
    return Rect(box.y0, -box.x1, box.y1, -box.x0)
