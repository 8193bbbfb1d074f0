"""Canonical JSON (RFC 8785, JCS) in the time of plain JSON: what every digest and every stored value is written as.

The standard library's encoder writes the same bytes wherever names sort alike by code point and by UTF-16 unit and
numbers print alike in Python and in ECMAScript. That is so for nearly all that we write, and is looked at first; the
rest goes to the library that does it number by number, which takes six times as long.
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785

_EXACT = 2**53  # whole numbers up to here are themselves in every reader
# Fractions between these print alike: below, Python begins to write exponents; above, there are hardly any.
_LEAST, _MOST = 1e-4, 1e15
_PLANE = "\ud800"  # from here on UTF-16 units no longer sort as code points do

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class _OddError(Exception):
    """A value that the quick way would write otherwise."""


def dumps(value: Any) -> bytes:
    """Return a value of plain JSON types as canonical JSON.

    Args:
        value: Dictionaries with names as keys, lists, tuples, text, numbers, booleans and None.

    Raises:
        rfc8785.CanonicalizationError: It has no canonical form: a number that is not finite or a whole one beyond
            2⁵³, a lone surrogate, a key that is no text, or another type.
    """
    try:
        return _ENCODER.encode(_plain(value)).encode("utf-8")
    except (_OddError, UnicodeEncodeError, RecursionError):
        return bytes(rfc8785.dumps(value))


def _plain(value: Any) -> Any:
    """Return a value with whole floats as whole numbers.

    Raises:
        _OddError: Something in it would be written otherwise.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, float):
        if value.is_integer() and -_EXACT < value < _EXACT:
            return int(value)
        if _LEAST <= abs(value) < _MOST:
            return value
        raise _OddError
    if isinstance(value, int):
        if -_EXACT < value < _EXACT:
            return value
        raise _OddError
    if isinstance(value, dict):
        if not all(isinstance(key, str) and (key.isascii() or max(key) < _PLANE) for key in value):
            raise _OddError
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise _OddError
