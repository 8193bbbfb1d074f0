"""Storefront signs: design, drawing, checking against the frontage plan and the rules, and the approval.

This is the domain library. It works without the web: the command line and the web application call it.
Data flows one way: design, frontage, rules, scene and drawing, application, document.
"""

__version__ = "0.1.0"
