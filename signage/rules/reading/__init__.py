"""Rule books from TOML: found by name, read strictly, joined with the books that they extend.

`loader.py` finds and joins books, `rule_reader.py` and `limit_reader.py` read one rule and its limit, `layers.py` and
`strictness.py` decide what a lower book may change, `book_schema.py` publishes the form.
"""
