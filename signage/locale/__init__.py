"""The words of the product: message catalogues, one TOML file per area, Chinese and English beside each other.

Errors carry codes; this package turns a code and its parameters into a sentence and a hint. `text` serves every
other word that the command line, the drawings and the documents print.
"""

from signage.locale.catalogue import Description, Lang, all_codes, describe, either, speaking, spoken, text

__all__ = ["Description", "Lang", "all_codes", "describe", "either", "speaking", "spoken", "text"]
