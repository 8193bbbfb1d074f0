"""Logos brought by others: read as hostile, kept as plain outlines and re-encoded pixels, never as the file itself."""

from signage.artwork.model import ArtShape, Artwork

__all__ = ["ArtShape", "Artwork"]
