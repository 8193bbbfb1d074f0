"""Work on bytes that strangers sent, in a child process with limits: what hangs or dies there harms nobody.

`confined` runs a function of ours, named by module, on a file's bytes and hands back its plain JSON answer. Readers of
drawings and of uploaded papers go through here.
"""

from signage.confined.child import Limits, Stopped, confined

__all__ = ["Limits", "Stopped", "confined"]
