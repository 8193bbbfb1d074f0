"""Papers handed in, version after version, and used again from the shelf; each in a unit of work of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from signage.applications.ids import new_id
from signage.applications.model import Actor, Application, Event, Material
from signage.applications.ports import Blobs
from signage.digest import digest_of_bytes
from signage.errors import DocumentError, Location, NotFound, ToolError
from signage.locale import enumerated, said
from signage.materials.model import MaterialVersion
from signage.materials.ports import MaterialsUnitOfWork
from signage.uploads import ReceivedMaterial, readable_name

MOST_VERSIONS = 30
"""Of one kind of paper on one case; whoever needs more should talk to the window."""

Begin = Callable[[], MaterialsUnitOfWork]


def hand_in(
    begin: Begin,
    blobs: Blobs,
    application_id: str,
    received: ReceivedMaterial,
    title: str,
    actor: Actor,
    now: datetime,
) -> MaterialVersion:
    """Store a received paper as the next version of its kind and return it; earlier versions stay as they are.

    Args:
        begin: Opens a unit of work.
        blobs: Where bytes and pictures go.
        application_id: The case.
        received: What came through the door.
        title: What the published list calls this kind of paper.
        actor: Who hands it in.
        now: When.

    Raises:
        NotFound: No such case.
        DocumentError: The same file is already the newest version of this kind, or there are too many.
        Conflict: Somebody handed in a version at the same moment.
    """
    digest = blobs.put(received.content)
    previews = tuple(blobs.put(picture) for picture in received.previews)
    with begin() as unit:
        case = unit.applications.get(application_id)
        earlier = _of_kind(unit.materials.of_case(application_id), received.kind)
        if earlier and _is_again(received, earlier[-1]):
            at = Location(file=received.original_name or None)
            raise DocumentError("materials.same_again", at=at, name=earlier[-1].name)
        number = _next_number(earlier)
        version = MaterialVersion(
            id=new_id(),
            application_id=application_id,
            account_id=case.applicant.account_id,
            kind=received.kind,
            title=title,
            version=number,
            name=readable_name(received.kind, title, number, received.suffix),
            original_name=received.original_name,
            digest=digest,
            original_digest=received.original_digest,
            media_type=received.media_type,
            size=len(received.content),
            pages=received.pages,
            previews=previews,
            received_at=now,
            received_by=actor.name,
            remarks=received.remarks,
        )
        unit.materials.add(version)
        unit.history.append(_event(case, version, actor, now, "materials.event_handed_in"))
        unit.commit()
    return version


def reuse(
    begin: Begin, application_id: str, version_id: str, actor: Actor, now: datetime, *, kind: str = ""
) -> MaterialVersion:
    """Put a paper of an earlier case of the same account onto a case and return its version there.

    Raises:
        NotFound: No such case or paper, or the paper is another account's: the answer does not tell which.
        DocumentError: It is already the newest version of its kind on this case, or there are too many.
        Conflict: Somebody handed in a version at the same moment.
    """
    with begin() as unit:
        case = unit.applications.get(application_id)
        source = unit.materials.get(version_id)
        if source.account_id != case.applicant.account_id:
            raise NotFound("materials.no_version", id=version_id)
        wanted = kind or source.kind
        earlier = _of_kind(unit.materials.of_case(application_id), wanted)
        if earlier and earlier[-1].digest == source.digest:
            raise DocumentError("materials.same_again", at=Location(file=source.name), name=earlier[-1].name)
        number = _next_number(earlier)
        suffix = "." + source.name.rpartition(".")[2]
        version = replace(
            source,
            id=new_id(),
            application_id=application_id,
            kind=wanted,
            version=number,
            name=readable_name(wanted, source.title, number, suffix),
            received_at=now,
            received_by=actor.name,
            reused_from=source.id,
        )
        unit.materials.add(version)
        unit.history.append(_event(case, version, actor, now, "materials.event_reused"))
        unit.commit()
    return version


def versions_of(begin: Begin, application_id: str) -> tuple[MaterialVersion, ...]:
    """Return a case's versions by kind and number."""
    with begin() as unit:
        return unit.materials.of_case(application_id)


def shelf_of(begin: Begin, account_id: str, *, beside: str = "") -> tuple[MaterialVersion, ...]:
    """Return an account's papers from its other cases, each content once a kind, newest first.

    Args:
        begin: Opens a unit of work that reads.
        account_id: Whose papers.
        beside: The case that they would be used on; its own papers are left out, by digest.
    """
    with begin() as unit:
        listed = unit.materials.of_account(account_id)
    here = {(v.kind, v.digest) for v in listed if v.application_id == beside}
    kept: dict[tuple[str, str], MaterialVersion] = {}
    for version in listed:
        if version.application_id != beside and (version.kind, version.digest) not in here:
            kept.setdefault((version.kind, version.digest), version)
    return tuple(kept.values())


def version_seen_by(begin: Begin, version_id: str, account_id: str | None) -> MaterialVersion:
    """Return one version for its owner, or for an officer (`account_id` None).

    Raises:
        NotFound: There is none, or it is somebody else's; the answer does not tell which.
    """
    with begin() as unit:
        version = unit.materials.get(version_id)
    if account_id is not None and version.account_id != account_id:
        raise NotFound("materials.no_version", id=version_id)
    return version


def papers_now(kept: tuple[Material, ...], versions: tuple[MaterialVersion, ...]) -> tuple[Material, ...]:
    """Return a case's papers with the newest version of each kind in the place of the earlier one.

    Args:
        kept: What the case holds.
        versions: Everything that was handed in for it; may be more than it holds.
    """
    by_kind = {paper.kind: paper for paper in kept}
    for version in sorted(versions, key=lambda v: v.version):
        by_kind[version.kind] = version.as_material
    return tuple(by_kind[kind] for kind in sorted(by_kind, key=lambda kind: (len(kind), kind)))


def waiting_papers(kept: tuple[Material, ...], versions: tuple[MaterialVersion, ...]) -> tuple[MaterialVersion, ...]:
    """Return the newest versions that the case does not hold yet: handed in, but not submitted with it."""
    newest = {version.kind: version for version in sorted(versions, key=lambda v: v.version)}
    held = {(paper.kind, paper.digest) for paper in kept}
    return tuple(version for kind, version in sorted(newest.items()) if (kind, version.digest) not in held)


def is_intact(blobs: Blobs, version: MaterialVersion) -> bool:
    """Return whether a version's bytes are there and are what its digest says; a lost file must be seen."""
    try:
        return digest_of_bytes(blobs.get(version.digest)) == version.digest
    except (NotFound, ToolError):
        return False


def _is_again(received: ReceivedMaterial, newest: MaterialVersion) -> bool:
    """Whether it is the newest version once more: the same file, with the same to say of it."""
    if received.original_digest == newest.digest:
        return True
    return received.original_digest == newest.original_digest and received.remarks == newest.remarks


def _of_kind(versions: tuple[MaterialVersion, ...], kind: str) -> list[MaterialVersion]:
    return sorted((v for v in versions if v.kind == kind), key=lambda v: v.version)


def _next_number(earlier: list[MaterialVersion]) -> int:
    if len(earlier) >= MOST_VERSIONS:
        raise DocumentError("materials.too_many_versions", at=Location(file=earlier[-1].name), most=MOST_VERSIONS)
    return earlier[-1].version + 1 if earlier else 1


def _said_name(version: MaterialVersion) -> str:
    """Return what the product calls a paper so that its title is said in the reader's language."""
    code, rest = version.kind.rpartition(":")[2], version.name.removeprefix(f"{version.kind.rpartition(':')[2]} ")
    parts = enumerated((code, version.title, rest.removeprefix(f"{version.title} ")), " ", " ")
    return parts if parts == version.name else version.name  # a title that no file system takes was shortened


def _event(case: Application, version: MaterialVersion, actor: Actor, now: datetime, code: str) -> Event:
    return Event(
        at=now,
        actor=actor,
        action="material",
        application_id=case.id,
        from_state=case.state,
        to_state=case.state,
        note=said(code, name=_said_name(version), original=version.original_name),
        facts=(("version", version.id), ("digest", version.digest), ("original", version.original_digest)),
    )
