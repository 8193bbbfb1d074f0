"""Files that nobody should send, and sound ones to compare with; each is built here."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from signage.documents.letter import LETTER_FILE
from signage.documents.notice import CODE_FILE
from signage.uploads.opening import opened


def picture(form: str, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste((180, 20, 30), (10, 10, size[0] - 10, size[1] - 10))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels do not come."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(99_999)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def pdf(change: Callable[[Pdf], None] | None = None, *, pages: int = 1, **saving: Any) -> bytes:
    made = Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 200))
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


SCRIPT = {"S": Name.JavaScript, "JS": String("app.alert(1)")}


def open_action(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(**SCRIPT)


def nested_action(made: Pdf) -> None:
    """A harmless jump, whose third successor is a script."""
    made.Root.OpenAction = Dictionary(
        S=Name.GoTo,
        D=Array([made.pages[0].obj, Name.Fit]),
        Next=Array(
            [Dictionary(S=Name.GoTo, Next=Dictionary(S=Name.Named, N=Name.NextPage, Next=Dictionary(**SCRIPT)))]
        ),
    )


def page_action(made: Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=made.make_indirect(Dictionary(**SCRIPT)))


def named_script(made: Pdf) -> None:
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(**SCRIPT)])))


def hidden_script(made: Pdf) -> None:
    """Nothing refers to it but a key that no reader knows."""
    made.Root.Attic = made.make_indirect(Dictionary(Box=Array([Array([Dictionary(**SCRIPT)])])))


def launch(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("calc.exe"))


def sends_form(made: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.SubmitForm))
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])


def attachment(made: Pdf) -> None:
    made.attachments["a.exe"] = b"MZ"


def sealed_here(made: Pdf) -> None:
    made.attachments[LETTER_FILE] = b"{}"
    made.attachments[CODE_FILE] = b"HTTPS://"


def sealed_with_more(made: Pdf) -> None:
    sealed_here(made)
    made.attachments["a.exe"] = b"MZ"


def attached_note(made: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def dynamic_form(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=Stream(made, b"<xdp/>"))


def film(made: Pdf) -> None:
    screen = Dictionary(Type=Name.Annot, Subtype=Name.Screen, Rect=[0, 0, 9, 9])
    made.pages[0].obj.Annots = Array([made.make_indirect(screen)])


def deep(levels: int) -> bytes:
    """A PDF with a value so many lists deep."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + b"[" * levels + b"]" * levels + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def encrypted() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


def restricted() -> bytes:
    """Opens without a password, but is encrypted all the same."""
    return pdf(encryption=pikepdf.Encryption(owner="o", user=""))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40">%s</svg>'
RECT = b'<rect x="10" y="10" width="40" height="20" fill="#0f6b5c"/>'

DXF = (
    b"  0\nSECTION\n  2\nENTITIES\n"
    + b"".join(
        b"  0\nLINE\n  8\n0\n 10\n%d\n 20\n%d\n 11\n%d\n 21\n%d\n" % line
        for line in ((0, 0, 600, 0), (600, 0, 600, 120), (600, 120, 0, 120), (0, 120, 0, 0))
    )
    + b"  0\nENDSEC\n  0\nEOF\n"
)


def in_process(_task: str, request: dict[str, Any], content: bytes, _limits: object = None) -> dict[str, Any]:
    """Do the child's work here: its own tests start real ones, and each takes a second."""
    return opened(request, content)
