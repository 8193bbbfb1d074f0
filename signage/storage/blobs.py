"""Files by their content's digest: a folder that is written once, atomically, and checked whenever it is read."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from signage.digest import digest_of_bytes
from signage.errors import NotFound, ToolError

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class FileBlobs:
    """Content-addressed files under one folder, `ab/cdef…` by the digest's hex."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Store bytes and return their `sha256:` digest; storing twice is storing once.

        Raises:
            ToolError: The folder cannot be written.
        """
        digest = digest_of_bytes(content)
        path = self._path(digest)
        try:
            # A file that a crash of the machine or a careless hand has spoilt is written anew.
            if not path.exists() or path.read_bytes() != content:
                self._write(path, content)
        except OSError as exc:
            raise ToolError("storage.files_unwritable", folder=str(self._folder), why=exc.strerror or str(exc)) from exc
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest.

        Raises:
            NotFound: Nothing by that digest.
            ToolError: The file is not what its digest says, or cannot be read.
        """
        if not _DIGEST.fullmatch(digest):
            raise NotFound("storage.file_missing", digest=digest[:80])
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError as exc:
            raise NotFound("storage.file_missing", digest=digest) from exc
        except OSError as exc:
            raise ToolError("storage.file_unreadable", digest=digest, why=exc.strerror or str(exc)) from exc
        if digest_of_bytes(content) != digest:
            raise ToolError("storage.file_damaged", digest=digest)
        return content

    def _path(self, digest: str) -> Path:
        name = digest.removeprefix("sha256:")
        return self._folder / name[:2] / name[2:]

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The temporary file lies in the same folder, so that the replacement is atomic on every file system.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
