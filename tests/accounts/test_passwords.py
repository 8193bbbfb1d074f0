"""The product's own hashes take the work that makes guessing dear; the other tests hash with little of it."""

import re

from signage.accounts.passwords import hash_password, verify_password


def test_a_hash_is_argon2id_with_the_memory_and_the_rounds_that_are_recommended(slow_hasher):
    hashed = slow_hasher().hash("seven grey herons")
    memory_kib, rounds = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", hashed).groups()
    assert int(memory_kib) >= 65536
    assert int(rounds) >= 3
    assert slow_hasher().verify("seven grey herons", hashed)
    assert not slow_hasher().verify("seven gray herons", hashed)


def test_only_the_right_password_of_an_account_that_is_there_is_right():
    stored = hash_password("seven grey herons")
    assert stored != hash_password("seven grey herons")
    assert verify_password("seven grey herons", stored)
    assert not verify_password("seven gray herons", stored)
    assert not verify_password("no account has this password", None)
    assert not verify_password("seven grey herons", "none")
