"""The law's clock beside a running server: a thread that takes the timed steps every few minutes."""

from __future__ import annotations

import logging
import threading

from signage.applications.timed import LookedThrough
from signage.bootstrap import Services
from signage.errors import SignageError
from signage.rounds import make_rounds

FIRST_AFTER_S = 2.0
STOP_WAIT_S = 10.0

_log = logging.getLogger("signage.clock")


class Clockwork:
    """Makes the rounds again and again until it is stopped; a run that fails is logged and tried again."""

    def __init__(self, services: Services, *, every_s: float) -> None:
        self._services = services
        self._every_s = every_s
        self._looked = LookedThrough()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="signage-clock", daemon=True)

    def start(self) -> None:
        """Begin; the first run comes a moment after the server is up."""
        self._thread.start()

    def stop(self) -> None:
        """End after the run that is going on."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WAIT_S)

    def _work(self) -> None:
        wait = FIRST_AFTER_S
        while not self._stop.wait(wait):
            wait = self._every_s
            try:
                run = make_rounds(self._services.office, self._services.now(), self._looked).clock
            except SignageError as error:
                _log.error("the clock could not run: %s", error)
                continue
            except Exception:  # a fault of ours in one case must not stop the law's clock for all of them
                _log.exception("the clock failed and goes on")
                continue
            for number, why in run.failed:
                _log.error("timed step of %s failed: %s", number, why)
