"""Where things are kept: the database (SQLite or PostgreSQL) behind units of work, and files by digest.

It is the only package that imports SQLAlchemy and Alembic; nothing of either leaves it. Migrations travel inside.
"""

from signage.storage.blobs import FileBlobs
from signage.storage.database import Database, SqlUnitOfWork
from signage.storage.history import HistoryVerdict

__all__ = ["Database", "FileBlobs", "HistoryVerdict", "SqlUnitOfWork"]
