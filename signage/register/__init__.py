"""What happens around a decided permit: it is published, the public can look it up, officers inspect it on the street.

Public types are allow-lists of their own and are filled in at one place, with personal data masked. Search folds text
in one way on every database. `publish_due` and `inspect` are what a caller calls; `storage` fulfils the ports.
"""

from signage.register.inspecting import answer, close, inspect
from signage.register.lookup import look_up, search
from signage.register.masking import MaskingPolicy, masked_text
from signage.register.model import Publication, PublicPermit, PublicRecord
from signage.register.publishing import due_publications, publish_due
from signage.register.query import Found, RegisterQuery, read_query

__all__ = [
    "Found",
    "MaskingPolicy",
    "PublicPermit",
    "PublicRecord",
    "Publication",
    "RegisterQuery",
    "answer",
    "close",
    "due_publications",
    "inspect",
    "look_up",
    "masked_text",
    "publish_due",
    "read_query",
    "search",
]
