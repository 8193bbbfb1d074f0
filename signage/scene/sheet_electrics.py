"""What a sheet says on a sign's power (电气): watts, volts, light sources, supplies and their places, from the pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from signage.fabrication import WorkshopPack
from signage.locale import either, text


def electric_words(pack: WorkshopPack) -> Iterator[str]:
    """Yield the note on power, nothing for a sign that takes none."""
    electrics, table = pack.electrics, pack.tables.electrics
    if electrics.mains_w <= 0.0:
        return
    volts, amperes = f"{table.supply_rule.mains_volts:g}", f"{electrics.mains_a:.1f}"
    parts = [text("sheet.power_total", watts=f"{electrics.mains_w:.0f}", volts=volts, amperes=amperes)]
    if electrics.watts > 0.0:
        parts.append(text("sheet.power_light", watts=f"{electrics.watts:.0f}", volts=f"{table.volts:g}"))
        parts.append(text("sheet.power_modules", modules=text("drawing.comma").join(_modules(pack))))
        parts.append(text("sheet.power_supplies", supplies=text("drawing.comma").join(_supplies(pack))))
        if electrics.pair_mm2 is not None:
            parts.append(text("sheet.power_pair", section=f"{electrics.pair_mm2:g}"))
    if electrics.display_w > 0.0:
        parts.append(text("sheet.power_display", watts=f"{electrics.display_w:.0f}"))
    blowers = electrics.direct_w - electrics.display_w
    if blowers > 0.0:
        parts.append(text("sheet.power_blowers", watts=f"{blowers:.0f}"))
    yield text("sheet.power", said=either("；", "; ").join(parts))


def _modules(pack: WorkshopPack) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for one in pack.lit:
        if one.module is not None:
            counts[one.module] += one.count
    for module_id, count in counts.items():
        module = pack.tables.electrics.find_module(module_id)
        yield f"{either(module.name_zh, module.name_en)} ×{count}"


def _supplies(pack: WorkshopPack) -> Iterator[str]:
    """Yield each supply with its place behind the face, from the sign's left and foot."""
    foot = pack.layout.envelope
    for use in pack.electrics.supplies:
        x, y = use.at[0] - foot.x0, use.at[1] - foot.y0
        yield text("sheet.power_supply", rated=f"{use.rated_w:g}", x=f"{x:.0f}", y=f"{y:.0f}")
