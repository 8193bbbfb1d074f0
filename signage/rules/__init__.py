"""The rules in force: books of dated limits over named measures, and the check that judges a proposal by them.

A rule measures the model, never the picture. What could not be measured is UNMEASURED and never a pass.
"""

from signage.rules.book import NATIONAL, Rule, RuleBook
from signage.rules.book_tests import TestFault, lint_book
from signage.rules.check import check, verdicts
from signage.rules.concerns import Concern, concern_of
from signage.rules.findings import BookIdentity, CheckReport, Finding, Mark, Modality, Verdict
from signage.rules.measures import measure_names
from signage.rules.reading.book_schema import book_schema
from signage.rules.reading.loader import NO_CITY_BOOK, books_for, bundled_books, load_book, parse_book

__all__ = [
    "NATIONAL",
    "NO_CITY_BOOK",
    "BookIdentity",
    "CheckReport",
    "Concern",
    "Finding",
    "Mark",
    "Modality",
    "Rule",
    "RuleBook",
    "TestFault",
    "Verdict",
    "book_schema",
    "books_for",
    "bundled_books",
    "check",
    "concern_of",
    "lint_book",
    "load_book",
    "measure_names",
    "parse_book",
    "verdicts",
]
