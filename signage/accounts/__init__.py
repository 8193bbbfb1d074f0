"""People: accounts, the permissions that their roles give, passwords, sessions and the sign-in throttle.

Code asks for permissions, never for roles; what a role may do to a case is read off the workflow's own table.
Sessions live on the server: a token is opaque, only its hash is stored, and signing out ends it.
"""

from signage.accounts.demo import DemoAccount, seed_demo_accounts
from signage.accounts.model import Account, Attempts, Session
from signage.accounts.permissions import Permission, may, permissions_of
from signage.accounts.use_cases import SignedIn, add_account, sign_in, sign_out, who_is

__all__ = [
    "Account",
    "Attempts",
    "DemoAccount",
    "Permission",
    "Session",
    "SignedIn",
    "add_account",
    "may",
    "permissions_of",
    "seed_demo_accounts",
    "sign_in",
    "sign_out",
    "who_is",
]
