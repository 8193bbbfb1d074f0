"""The finished picture without a format: what is shown, where, in which light; formats are `signage.render`'s.

`nodes` holds the primitives. The composers turn a proposal and its report into a scene: the front elevation by day or
night, the street front, the dimensioned sheet, the workshop drawing, the plan itself.
"""

from signage.scene.nodes import (
    DAY,
    NIGHT,
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

__all__ = [
    "DAY",
    "NIGHT",
    "Ambience",
    "Anchor",
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
    "Solid",
    "Stroke",
    "Texture",
]
