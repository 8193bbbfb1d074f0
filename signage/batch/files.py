"""Files of a batch: safe and readable names, written whole or not at all, one batch in a folder at a time."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signage.errors import Conflict

PARTIAL_PREFIX = ".signage-partial-"
_LOCK = ".signage-batch.lock"
# What some file system or shell reads as something else; control and format characters go by their category.
_UNSAFE = re.compile(r'[<>:"/\\|?*\s\'`$&;!#%{}\[\]~^=]+')
_EDGE = "._-"
_MOST_CHARACTERS, _MOST_BYTES = 40, 120


def stem_of(number: int, name: str) -> str:
    """Return the first part of a row's file names: its number and as much of the shop's name as every system takes.

    >>> stem_of(7, "晶湾/盐业 生活馆")
    '0007-晶湾_盐业_生活馆'
    """
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    safe = _UNSAFE.sub("_", plain).strip(_EDGE)[:_MOST_CHARACTERS]
    safe = safe.encode()[:_MOST_BYTES].decode("utf-8", "ignore").rstrip(_EDGE)
    return f"{number:04d}-{safe}" if safe else f"{number:04d}"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or an interruption, finds it whole or not at all.

    Raises:
        OSError: The place cannot be written to; nothing is left there.
    """
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=PARTIAL_PREFIX)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(partial).chmod(0o666 & ~umask)
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


@contextmanager
def only_batch_in(folder: Path) -> Iterator[None]:
    """Hold a folder for one batch, and clear away what a killed one has left half-written.

    Raises:
        Conflict: Another batch draws into it.
        OSError: It cannot be written to.
    """
    path = folder / _LOCK
    with path.open("ab") as lock:
        if not _locked(lock.fileno()):
            raise Conflict("batch.folder_in_use", folder=str(folder))
        for partial in folder.glob(f"{PARTIAL_PREFIX}*"):
            partial.unlink(missing_ok=True)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _locked(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows keeps an open file from being removed, and that has to do there
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
