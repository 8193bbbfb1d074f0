"""The words of the product: message catalogues, one TOML file per area, Chinese and English beside each other.

Errors carry codes; this package turns a code and its parameters into a sentence and a hint. `text` serves every
other word that the command line, the drawings and the documents print, `said` the sentences that the record keeps.
"""

from signage.locale.catalogue import Description, Lang, all_codes, describe, either, naming, speaking, spoken, text
from signage.locale.record import Sentence, both, enumerated, said, said_again, wording_of

__all__ = [
    "Description",
    "Lang",
    "Sentence",
    "all_codes",
    "both",
    "describe",
    "either",
    "enumerated",
    "naming",
    "said",
    "said_again",
    "speaking",
    "spoken",
    "text",
    "wording_of",
]
