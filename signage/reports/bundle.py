"""One case as a ZIP file: papers, drawings, documents, reports and history, under names that a person can read."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator

from signage.applications.letters import LetterKind
from signage.applications.model import Application, Item
from signage.applications.office import Office
from signage.locale import Lang, text
from signage.reports.history_export import history_csv, history_lines
from signage.rules import CheckReport

_MOST_NAME = 80
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same case gives the same bytes
ReportWriter = Callable[[CheckReport], bytes]


def case_bundle(
    office: Office, case: Application, *, report: ReportWriter, lang: Lang = Lang.ZH, for_officer: bool = False
) -> bytes:
    """Return a case as a ZIP file; the same case gives the same bytes.

    Args:
        office: Holds the files.
        case: What was asked for; the caller has seen to who may have it.
        report: Writes a check report as JSON.
        lang: Of the folders' names.
        for_officer: Whether the review form, which is the office's own, goes in.

    Raises:
        NotFound: A file of the case is missing from the store.
        ToolError: A file is damaged.
    """
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(office, case, report, lang, for_officer=for_officer):
            entry = zipfile.ZipInfo(_free(name, taken), _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def bundle_name(case: Application) -> str:
    """Return the file name of a case's ZIP file."""
    return f"{readable(case.number or case.id)}.zip"


def readable(name: str) -> str:
    """Return text that every system takes as part of a file name, with its Chinese kept."""
    kept = []
    for c in unicodedata.normalize("NFC", name.replace("〔", "").replace("〕", "-")):
        kind = unicodedata.category(c)[0]
        kept.append("_" if kind == "C" or c in '<>:"/\\|?*' or kind == "Z" else c)
    bare = re.sub(r"_{2,}", "_", "".join(kept)).strip("._ ")[:_MOST_NAME].rstrip("._ ")
    return bare or "file"


def _files(
    office: Office, case: Application, report: ReportWriter, lang: Lang, *, for_officer: bool
) -> Iterator[tuple[str, bytes]]:
    folder = {key: text(f"reports.folder_{key}", lang) for key in ("papers", "drawings", "documents", "reports")}
    versions: dict[str, int] = {}
    for paper in case.materials:
        versions[paper.kind] = versions.get(paper.kind, 0) + 1
        stem = f"{readable(paper.kind)}-{readable(paper.title)}-v{versions[paper.kind]}{_suffix(paper.file_name)}"
        yield f"{folder['papers']}/{stem}", office.blobs.get(paper.digest)
    for item in case.items:
        for name, digest in item.drawings:
            yield f"{folder['drawings']}/{_item(item)}-{readable(name)}", office.blobs.get(digest)
    if case.document_digest:
        stem = readable(case.decision_number or case.id)
        yield f"{folder['documents']}/{stem}.pdf", office.blobs.get(case.document_digest)
    for permit in case.permits:
        if permit.document_digest != case.document_digest:
            yield f"{folder['documents']}/{readable(permit.number)}.pdf", office.blobs.get(permit.document_digest)
    for stem, digest in _letters(office, case, for_officer=for_officer):
        yield f"{folder['documents']}/{stem}.pdf", office.blobs.get(digest)
    for item in case.items:
        yield f"{folder['reports']}/{_item(item)}.json", report(item.report)
    lines = history_lines(office, case.id, lang)
    yield text("reports.file_history", lang), history_csv(office, lines, lang)


def _letters(office: Office, case: Application, *, for_officer: bool) -> Iterator[tuple[str, str]]:
    """Yield name and digest of every document of the case beside the decision."""
    with office.reading() as unit:
        made = unit.documents.of(case.id)
    for one in made:
        is_decision = one.digest == case.document_digest
        if not is_decision and (for_officer or one.kind is not LetterKind.REVIEW):
            yield readable(f"{one.title}-{one.number}"), one.digest


def _item(item: Item) -> str:
    return f"{readable(item.unit_id)}-{readable(item.spec.name)}"


def _suffix(file_name: str) -> str:
    bare = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    return f".{bare}" if re.fullmatch(r"[a-z0-9]{1,5}", bare) else ""


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no earlier file has, whatever a system thinks of upper and lower case."""
    stem, dot, suffix = name.rpartition(".")
    count, chosen = 2, name
    while chosen.casefold() in taken:
        chosen = f"{stem}-{count}{dot}{suffix}"
        count += 1
    taken.add(chosen.casefold())
    return chosen
