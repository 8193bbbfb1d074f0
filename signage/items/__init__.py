"""The catalogue of items (事项目录): what the window decides and what it does for people, as data.

One TOML file is one item with its basis, conditions, papers, time limits, fees and results; a new item is a file and
no code. `load_catalogue` reads the bundled files and a city's own on top of them and refuses what is not whole.
"""

from signage.items.catalogue import Catalogue, bundled_items, load_catalogue
from signage.items.check_folder import folder_faults
from signage.items.group import CompositeGroup, GroupMember, days_saved, saved_against
from signage.items.item_file import parse_item
from signage.items.model import (
    Afterwards,
    Ask,
    Basis,
    CatalogueItem,
    Category,
    Condition,
    EventForm,
    Fee,
    ItemKind,
    ItemPaper,
    ItemType,
    Place,
    Remedy,
    Result,
    Sequel,
    Source,
    Temporary,
    Track,
    Words,
)

__all__ = [
    "Afterwards",
    "Ask",
    "Basis",
    "Catalogue",
    "CatalogueItem",
    "Category",
    "CompositeGroup",
    "Condition",
    "EventForm",
    "Fee",
    "GroupMember",
    "ItemKind",
    "ItemPaper",
    "ItemType",
    "Place",
    "Remedy",
    "Result",
    "Sequel",
    "Source",
    "Temporary",
    "Track",
    "Words",
    "bundled_items",
    "days_saved",
    "folder_faults",
    "load_catalogue",
    "parse_item",
    "saved_against",
]
