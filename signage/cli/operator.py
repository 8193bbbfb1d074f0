"""Who stands at the command line, as history names them."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from signage.locale import Lang, text

if TYPE_CHECKING:
    from signage.applications.model import Actor


def operator() -> Actor:
    """Return the person at this machine as an administrator; whoever can run the command can read the database."""
    from signage.applications.model import Actor, Role

    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # an account that the system has no name for, as in some containers
        user = "—"
    return Actor(id="cli", name=text("calendar.by_command", Lang.ZH, user=user), role=Role.ADMINISTRATOR)
