"""The rules in force: books of dated limits over named measures, and the check that judges a proposal by them.

A rule measures the model, never the picture. What could not be measured is UNMEASURED and never a pass.
"""

from signage.rules.findings import BookIdentity, CheckReport, Finding, Mark, Modality, Verdict

__all__ = ["BookIdentity", "CheckReport", "Finding", "Mark", "Modality", "Verdict"]
