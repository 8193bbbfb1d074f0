"""Papers that wait for their form: taken in already, while the form that brought them came back with a question.

A browser forgets the files of a form that comes back. What passed the door is therefore kept for a while under a token
that the form carries; it opens for the account that handed the papers in and for nobody else.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from signage.errors import NotFound, ToolError
from signage.uploads.model import ReceivedMaterial, Remark

KEPT_FOR = timedelta(hours=2)
"""How long papers wait; a form that is filled in later asks for them again."""

_MOST_TOKEN = 64


class Contents(Protocol):
    """Where files lie by digest."""

    def put(self, content: bytes) -> str:
        """Keep bytes and return their digest."""
        ...

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest."""
        ...


class WaitingPapers:
    """A folder of short notes, one for each form that came back; several processes may share it.

    Args:
        folder: Made when the first form comes back.
        contents: Where the papers themselves are kept.
    """

    def __init__(self, folder: Path, contents: Contents) -> None:
        self._folder, self._contents = folder, contents

    def keep(self, account_id: str, papers: Iterable[ReceivedMaterial], now: datetime) -> str:
        """Keep papers for an account and return the token of their form; without papers it is empty.

        Raises:
            ToolError: The folder cannot be written.
        """
        noted = [self._note(paper) for paper in papers]
        if not noted:
            return ""
        token = secrets.token_urlsafe(24)
        note = {"account": account_id, "until": (now + KEPT_FOR).isoformat(), "papers": noted}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._sweep(now)
            self._path(token).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        except OSError as exc:
            raise ToolError("storage.files_unwritable", folder=str(self._folder), why=exc.strerror or str(exc)) from exc
        return token

    def of(self, token: str, account_id: str, now: datetime) -> tuple[ReceivedMaterial, ...]:
        """Return the papers of a form; empty when it is over, unknown, or another account's."""
        if not token or len(token) > _MOST_TOKEN:
            return ()
        try:
            note = json.loads(self._path(token).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ()
        if note["account"] != account_id or datetime.fromisoformat(note["until"]) < now:
            return ()
        with suppress(NotFound):
            return tuple(self._paper(one) for one in note["papers"])
        return ()

    def _path(self, token: str) -> Path:
        return self._folder / f"{sha256(token.encode()).hexdigest()}.json"  # who reads the folder has no token

    def _sweep(self, now: datetime) -> None:
        for path in self._folder.glob("*.json"):
            with suppress(OSError, ValueError, KeyError):
                if datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["until"]) < now:
                    path.unlink()

    def _note(self, paper: ReceivedMaterial) -> dict[str, Any]:
        return {
            "kind": paper.kind,
            "original_name": paper.original_name,
            "media_type": paper.media_type,
            "suffix": paper.suffix,
            "original_digest": paper.original_digest,
            "pages": paper.pages,
            "size_px": paper.size_px,
            "remarks": [[one.code, list(one.params)] for one in paper.remarks],
            "content": self._contents.put(paper.content),
            "previews": [self._contents.put(one) for one in paper.previews],
        }

    def _paper(self, note: dict[str, Any]) -> ReceivedMaterial:
        size = note["size_px"]
        plain = ("kind", "original_name", "media_type", "suffix", "original_digest", "pages")
        return ReceivedMaterial(
            **{name: note[name] for name in plain},
            size_px=(size[0], size[1]) if size else None,
            remarks=tuple(Remark(code=c, params=tuple((k, v) for k, v in params)) for c, params in note["remarks"]),
            content=self._contents.get(note["content"]),
            previews=tuple(self._contents.get(one) for one in note["previews"]),
        )
