"""The main job from end to end on the embedded database: three shops, one application, one sealed notice.

It uses only what every user has: the design desk, the offers, the use cases and the issuer. `run` gives the steps with
their results and times; the command line prints them.
"""

from signage.demo.run import Sizes, Step, Summary, run

__all__ = ["Sizes", "Step", "Summary", "run"]
