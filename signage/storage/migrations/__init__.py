"""Migrations of the database, run by `Database.upgrade`; they need no alembic.ini."""
