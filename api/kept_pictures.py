"""Pictures of designs that were asked for lately, kept by everything that they depend on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from api.design_form import DesignForm
from api.design_views import picture_of
from signage.bootstrap import Services
from signage.locale import Lang, speaking

_MOST_BYTES = 24 * 1024 * 1024


class KeptPictures:
    """The last pictures, the least lately asked for go first.

    Args:
        most_bytes: How much is kept at most.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        """Return a picture, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, content: bytes) -> None:
        """Keep a picture."""
        with self._lock:
            before = self._kept.pop(key, b"")
            self._kept[key] = content
            self._size += len(content) - len(before)
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)


_pictures = KeptPictures()


def kept_picture(form: DesignForm, services: Services, lang: Lang) -> bytes:
    """Return the SVG of a design's view; the same design on the same day and plan is drawn once in each language.

    A logo is named by its content, the plan and what was permitted on it by their digests, and the rules follow from
    city and day; typefaces are those of the process.

    Raises:
        SignageError: Something about the design cannot be used.
    """
    plan = form.front(services)
    key = (id(services), plan.digest, plan.standing_digest, services.today(), lang, tuple(form.values.values()))
    found = _pictures.get(key)
    if found is None:
        with speaking(lang):
            found = picture_of(form.desk(services), form.view, form.light, services)
        _pictures.put(key, found)
    return found
