"""Which account belongs to which section, over one connection."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from signage.storage.people_tables import AccountSectionRow


class SqlSections:
    """Sections (承办科室) by account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: str) -> tuple[str, ...]:
        """Return the sections that an account belongs to, in the order of their names."""
        query = select(AccountSectionRow.section).where(AccountSectionRow.account_id == account_id)
        return tuple(self._connection.scalars(query.order_by(AccountSectionRow.section)))

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Return every account id with each of its sections."""
        query = select(AccountSectionRow.account_id, AccountSectionRow.section)
        rows = self._connection.execute(query.order_by(AccountSectionRow.account_id, AccountSectionRow.section))
        return tuple((row.account_id, row.section) for row in rows)

    def put(self, account_id: str, sections: tuple[str, ...]) -> None:
        """Let an account belong to exactly these sections."""
        self._connection.execute(delete(AccountSectionRow).where(AccountSectionRow.account_id == account_id))
        rows = [{"account_id": account_id, "section": section} for section in dict.fromkeys(sections)]
        if rows:
            self._connection.execute(insert(AccountSectionRow), rows)
