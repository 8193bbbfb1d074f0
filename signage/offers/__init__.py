"""The nearest compliant sign and fresh compliant designs; each offer has been checked again in full."""

from signage.offers.offer import BindingLimit, Change, Conflict, Offer, RepairResult
from signage.offers.propose import propose, why_none
from signage.offers.repair import repair

__all__ = ["BindingLimit", "Change", "Conflict", "Offer", "RepairResult", "propose", "repair", "why_none"]
