"""Every error the product raises on purpose, on one page.

An error carries a code and typed parameters, never finished prose: the words are made at the edge, in the reader's
language, by `signage.locale.describe`. `location` says where the fault is (file, line, field path).
"""

from __future__ import annotations

from dataclasses import dataclass

Param = str | int | float | tuple[str, ...]  # several words are joined at the edge, by the language's own comma


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where in the caller's input a fault lies; every part may be unknown.

    Attributes:
        file: Name of the file as the caller gave it.
        line: 1-based line number.
        field: Path of the field, such as `faces[0].units[3].x1_mm`.
    """

    file: str | None = None
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        if self.field:
            place += f" · {self.field}" if place else self.field
        return place


class SignageError(Exception):
    """Base of the family: a code of the message catalogue, its parameters and a location.

    Args:
        code: Key in `signage/locale/*.toml`, such as `spec.size_out_of_range`.
        at: Where the fault lies, if known.
        params: Values for the placeholders of the message.
    """

    def __init__(self, code: str, /, *, at: Location | None = None, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.params = params

    def __str__(self) -> str:
        values = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        place = f" [{self.at}]" if self.at else ""
        return f"{self.code}({values}){place}"

    def located(self, at: Location) -> SignageError:
        """Return the same error with the parts of `at` that were still unknown filled in."""
        known = self.at or Location()
        if known.file and at.file and known.file != at.file:
            return self  # the fault lies in another file: a line of this one would mislead
        merged = Location(
            file=known.file or at.file,
            line=known.line if known.line is not None else at.line,
            field=known.field or at.field,
        )
        return type(self)(self.code, at=merged, **self.params)


class InputError(SignageError):
    """The caller can put it right."""


class SpecError(InputError):
    """A sign specification (招牌设计说明) is wrong."""


class PlanError(InputError):
    """A frontage plan (沿街立面图) is wrong."""


class RuleBookError(InputError):
    """A rule book (规则集) is wrong."""


class DocumentError(InputError):
    """A file handed in or to be verified cannot be used."""


class FontError(InputError):
    """A typeface cannot be used."""


class FontNotFound(FontError):
    """No typeface by that name."""


class GlyphMissing(FontError):
    """The typeface has no glyph for a character."""


class LayoutError(SignageError):
    """The text cannot fit; the parameters say what is needed, what there is and what would fit."""


class RenderError(SignageError):
    """A scene cannot be drawn."""


class UnsupportedNode(RenderError):
    """A format has no way to draw a kind of node."""


class WorkflowError(SignageError):
    """A step of the procedure is not possible."""


class IllegalTransition(WorkflowError):
    """The state does not allow the action."""


class NotPermitted(WorkflowError):
    """The actor's role does not allow the action."""


class GuardFailed(WorkflowError):
    """A condition of the step is not met."""


class NotFound(SignageError):
    """Nothing by that id."""


class Conflict(SignageError):
    """Someone else was first."""


class ToolError(SignageError):
    """Typst, the signer or the database failed; the parameters say what ran and what it said."""
