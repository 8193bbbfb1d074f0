"""PDFs: every object looked through for what acts, then the first pages pictured; the file itself is never shown.

A PDF is kept as it came, because a seal or signature in it must go on verifying; so what acts is refused, not removed.
Looking at every object of the file, and not only where actions usually hang, finds those in `/Next` chains, in form
fields, on single pages and in parts that nothing refers to any more.
"""

from __future__ import annotations

import io
from typing import Any

from signage.errors import DocumentError, Location
from signage.uploads.opening import in_base64
from signage.uploads.rasters import png_of

MAX_PAGES = 100
MAX_OBJECTS = 50_000
MAX_DEPTH = 100
_MAX_TAIL = 1024
_MAX_VALUES = 2_000_000
_LONGEST_PT = 14_400.0  # PDF's own limit of a page's side

_OWN_DATA = {"decision.json", "letter.json"}  # what sealed documents carry, as `documents` names it

# what acts -> code of the refusal
_ACTIONS = {
    "/JavaScript": "uploads.pdf_script",
    "/Launch": "uploads.pdf_launch",
    "/SubmitForm": "uploads.pdf_launch",
    "/ImportData": "uploads.pdf_launch",
    "/GoToR": "uploads.pdf_launch",
    "/GoToE": "uploads.pdf_attachment",
    "/Rendition": "uploads.pdf_media",
    "/Movie": "uploads.pdf_media",
    "/Sound": "uploads.pdf_media",
    "/RichMediaExecute": "uploads.pdf_media",
}
_KEYS = {
    "/JS": "uploads.pdf_script",
    "/JavaScript": "uploads.pdf_script",
    "/EmbeddedFiles": "uploads.pdf_attachment",
    "/EF": "uploads.pdf_attachment",
    "/XFA": "uploads.pdf_form",
    "/RichMediaContent": "uploads.pdf_media",
}
_SUBTYPES = {
    "/FileAttachment": "uploads.pdf_attachment",
    "/RichMedia": "uploads.pdf_media",
    "/Screen": "uploads.pdf_media",
    "/Movie": "uploads.pdf_media",
    "/Sound": "uploads.pdf_media",
    "/3D": "uploads.pdf_media",
}


def opened_pdf(content: bytes, at: Location, request: dict[str, Any]) -> dict[str, Any]:
    """Return the number of pages and pictures of the pages that are asked for.

    Raises:
        DocumentError: Cut off, encrypted, damaged, with too many pages or objects, or with something in it that acts.
    """
    _refuse_odd_end(content, at)
    count, was_repaired = _checked(content, at)
    remarks: list[tuple[str, dict[str, Any]]] = []
    if was_repaired:
        remarks.append(("uploads.remark_pdf_repaired", {}))
    first = max(0, min(int(request["page"]), count - 1))
    pictures = _pictures(content, at, range(first, min(count, first + int(request["pages"]))), int(request["side_px"]))
    return {"content": None, "pages": count, "pictures": pictures, "size_px": None, "remarks": remarks}


def _refuse_odd_end(content: bytes, at: Location) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise DocumentError("uploads.pdf_cut_off", at=at)
    tail = content[end + 5 :]
    if len(tail) > _MAX_TAIL or tail.strip(b"\r\n\t \x00"):
        raise DocumentError("uploads.pdf_tail", at=at, bytes=len(tail))


def _checked(content: bytes, at: Location) -> tuple[int, bool]:
    """Return the number of pages and whether the file's structure had to be repaired for reading."""
    import pikepdf

    try:
        with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise DocumentError("uploads.pdf_encrypted", at=at)
            if len(pdf.objects) > MAX_OBJECTS:
                raise DocumentError("uploads.pdf_objects", at=at, count=len(pdf.objects), most=MAX_OBJECTS)
            count = len(pdf.pages)
            if not 1 <= count <= MAX_PAGES:
                raise DocumentError("uploads.pdf_pages", at=at, count=count, most=MAX_PAGES)
            try:
                _refuse_active(pdf, at)
            except DocumentError as error:
                if error.code == "uploads.pdf_attachment" and _is_sealed_here(pdf):
                    raise DocumentError("uploads.pdf_sealed_here", at=at) from error
                raise
            return count, bool(pdf.get_warnings())
    except pikepdf.PasswordError as exc:
        raise DocumentError("uploads.pdf_encrypted", at=at) from exc
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as exc:
        raise DocumentError("uploads.pdf_broken", at=at) from exc


def _is_sealed_here(pdf: Any) -> bool:
    """Whether all that a file carries is what a sealed document of this product does: told, not trusted."""
    carried = set(pdf.attachments)
    return bool(carried & _OWN_DATA) and carried <= _OWN_DATA | {"code.txt"}


def _refuse_active(pdf: Any, at: Location) -> None:
    """Walk every object and what lies directly in it.

    Raises:
        DocumentError: Something acts, or values are nested beyond reason.
    """
    import pikepdf

    seen = 0
    waiting: list[tuple[Any, int]] = [(pdf.trailer, 0), *((one, 0) for one in pdf.objects)]
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH:
            raise DocumentError("uploads.too_deep", at=at)
        if seen > _MAX_VALUES:
            raise DocumentError("uploads.pdf_objects", at=at, count=seen, most=MAX_OBJECTS)
        if isinstance(value, pikepdf.Stream):
            value = value.stream_dict
        if isinstance(value, pikepdf.Dictionary):
            for key, inner in value.items():
                _refuse_pair(key, inner, at)
                if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
                    waiting.append((inner, depth + 1))
        elif isinstance(value, pikepdf.Array):
            waiting += [
                (inner, depth + 1)
                for inner in value
                if isinstance(inner, pikepdf.Object) and not inner.is_indirect
            ]  # fmt: skip


def _refuse_pair(key: str, value: Any, at: Location) -> None:
    code = _KEYS.get(key)
    if code is None and key == "/S":
        code = _ACTIONS.get(_name(value))
    if code is None and key == "/Subtype":
        code = _SUBTYPES.get(_name(value))
    if code is not None:
        raise _active(code, at)


def _name(value: Any) -> str:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.Name) else ""


def _active(code: str, at: Location) -> DocumentError:
    return DocumentError(code, at=at)


def _pictures(content: bytes, at: Location, pages: range, side_px: int) -> list[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)  # without its form environment: no script could run
        made = []
        for number in pages:
            page = document[number]
            width, height = page.get_size()
            longer = max(width, height)
            if not 1.0 <= min(width, height) <= longer <= 4 * _LONGEST_PT:
                raise DocumentError("uploads.pdf_page_size", at=at, page=number + 1)
            picture = page.render(scale=side_px / longer, may_draw_forms=False).to_pil()
            made.append(in_base64(png_of(picture.convert("RGB"), side_px)))
            page.close()
        document.close()
    except (pypdfium2.PdfiumError, ValueError, OSError) as exc:
        raise DocumentError("uploads.pdf_broken", at=at) from exc
    return made
