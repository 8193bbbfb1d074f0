"""Many signs judged at once: their measures as columns of exact numbers, and rules that run over whole columns.

Verdicts are those of `signage.rules.check`, one by one (tested over every shipped book). `columns.py` holds the
readings, `exact_columns.py` numbers beyond 64 bits, `compiled.py` turns a rule into a function of columns.
"""
