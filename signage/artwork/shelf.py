"""Where logos lie between being handed in and being applied for: in memory, bounded, found by their digest."""

from __future__ import annotations

import re
from collections import OrderedDict
from threading import BoundedSemaphore, Lock

from signage.artwork.model import Artwork
from signage.artwork.read import read_artwork
from signage.artwork.text_form import artwork_of_text, artwork_text
from signage.digest import digest_of_bytes
from signage.errors import ToolError

_ID = re.compile(r"[0-9a-f]{64}")
_WAIT_S = 3.0
_MOST_READY = 8


class LogoShelf:
    """Logos that visitors handed in; safe to share between threads.

    Nothing is written to a disk. What is kept is the text form of a logo that was read, never the file; when the
    shelf is full the logo that was longest unused makes room. Whoever knows a logo's id has the logo, so that a design
    can be reloaded, sent on and applied for; the same logo always has the same id.

    Args:
        most_logos: How many are kept.
        most_chars: How much text they may hold together, characters.
        readers: How many files are read at one time.
    """

    def __init__(self, *, most_logos: int = 500, most_chars: int = 32 * 1024 * 1024, readers: int = 2) -> None:
        self._most_logos, self._most_chars = most_logos, most_chars
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._ready: OrderedDict[str, Artwork] = OrderedDict()  # the last ones, spared from being read again
        self._chars = 0
        self._lock = Lock()
        self._reading = BoundedSemaphore(readers)

    def take_in(self, content: bytes, *, file: str = "") -> str:
        """Read a logo's file, keep it and return its id.

        Raises:
            SpecError: The file is no logo that can be used; see `read_artwork`.
            ToolError: Too many files are being read.
        """
        if not self._reading.acquire(timeout=_WAIT_S):
            raise ToolError("artwork.busy")
        try:
            return self.put(read_artwork(content, file=file))
        finally:
            self._reading.release()

    def put(self, artwork: Artwork) -> str:
        """Keep a logo and return its id.

        Raises:
            SpecError: It is too detailed to be kept.
        """
        text = artwork_text(artwork)
        logo_id = digest_of_bytes(text.encode()).removeprefix("sha256:")
        if self.get(logo_id) is not None:
            return logo_id
        ready = artwork_of_text(text)  # what will be read later can be read now
        with self._lock:
            if logo_id not in self._texts:
                self._texts[logo_id] = text
                self._chars += len(text)
            self._texts.move_to_end(logo_id)
            while len(self._texts) > 1 and (len(self._texts) > self._most_logos or self._chars > self._most_chars):
                gone, old = self._texts.popitem(last=False)
                self._chars -= len(old)
                self._ready.pop(gone, None)
            self._keep_ready(logo_id, ready)
        return logo_id

    def get(self, logo_id: str) -> Artwork | None:
        """Return a logo, or None when it is not kept (any more)."""
        if not _ID.fullmatch(logo_id):
            return None
        with self._lock:
            text = self._texts.get(logo_id)
            if text is None:
                return None
            self._texts.move_to_end(logo_id)
            ready = self._ready.get(logo_id)
        if ready is None:
            ready = artwork_of_text(text)
            with self._lock:
                self._keep_ready(logo_id, ready)
        return ready

    def _keep_ready(self, logo_id: str, artwork: Artwork) -> None:
        self._ready[logo_id] = artwork
        while len(self._ready) > _MOST_READY:
            self._ready.popitem(last=False)
