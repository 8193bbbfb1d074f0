"""What the child does with a drawing; `child.py` has it run there."""

from __future__ import annotations

from typing import Any

from signage.errors import PlanError
from signage.locale import Lang


def answered(request: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Return the answer to a request, without a process around it.

    Raises:
        PlanError: As `import_plan`.
    """
    from signage.frontage.readers.assemble import assemble, explained
    from signage.frontage.readers.geojson import is_geojson
    from signage.frontage.readers.inspect import inspected
    from signage.frontage.readers.mapping import read_mapping
    from signage.frontage.readers.read import read_drawing

    file = request["file"]
    mapping = read_mapping(request["mapping"]).told(request["options"])
    if is_geojson(content):
        mapping = mapping.with_layers_as_roles()
    drawing = read_drawing(content, mapping, file=file)
    if request["action"] == "inspect":
        return inspected(drawing, mapping, Lang(request.get("lang", Lang.ZH)))
    try:
        return assemble(drawing, mapping, file=file).to_json()
    except PlanError as error:
        return explained(error, drawing, file=file).to_json()
