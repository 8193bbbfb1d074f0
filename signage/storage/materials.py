"""Papers, drafts and surveys over one connection; queries live here and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from signage.drafts.model import Draft
from signage.errors import Conflict, NotFound
from signage.materials.model import MaterialVersion
from signage.storage.codec import from_json, to_json
from signage.storage.materials_tables import DraftRow, MaterialVersionRow, SurveyRow
from signage.survey.model import Survey

MATERIAL_FORM = "signage.material/1"
DRAFT_FORM = "signage.draft/1"
SURVEY_FORM = "signage.survey/1"


class SqlMaterials:
    """Versions of papers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: MaterialVersion) -> None:
        """Store a new version.

        Raises:
            Conflict: The case has a version of this kind and number: somebody was first.
        """
        values = {
            "id": version.id,
            "application_id": version.application_id,
            "account_id": version.account_id,
            "kind": version.kind,
            "version": version.version,
            "digest": version.digest,
            "received_at": version.received_at,
            "document": to_json(version, MATERIAL_FORM),
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(MaterialVersionRow).values(values))
        except IntegrityError as exc:
            raise Conflict("materials.taken_meanwhile", kind=version.kind, version=version.version) from exc

    def get(self, version_id: str) -> MaterialVersion:
        """Return one version.

        Raises:
            NotFound: Nothing by that id.
        """
        row = MaterialVersionRow
        found = self._connection.scalar(select(row.document).where(row.id == version_id))
        if found is None:
            raise NotFound("materials.no_version", id=version_id[:60])
        return from_json(MaterialVersion, found, MATERIAL_FORM)

    def of_case(self, application_id: str) -> tuple[MaterialVersion, ...]:
        """Return a case's versions by kind and number."""
        row = MaterialVersionRow
        query = select(row.document).where(row.application_id == application_id).order_by(row.kind, row.version)
        return tuple(from_json(MaterialVersion, found, MATERIAL_FORM) for found in self._connection.scalars(query))

    def of_account(self, account_id: str, *, limit: int = 200) -> tuple[MaterialVersion, ...]:
        """Return an account's versions over all its cases, newest first."""
        row = MaterialVersionRow
        query = select(row.document).where(row.account_id == account_id)
        query = query.order_by(row.received_at.desc(), row.id.desc()).limit(limit)
        return tuple(from_json(MaterialVersion, found, MATERIAL_FORM) for found in self._connection.scalars(query))


class SqlDrafts:
    """Drafts by id and account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, draft: Draft) -> None:
        """Store a new draft."""
        values = {
            "id": draft.id,
            "account_id": draft.account_id,
            "created_at": draft.created_at,
            "document": to_json(draft, DRAFT_FORM),
        }
        self._connection.execute(insert(DraftRow).values(values))

    def get(self, draft_id: str) -> Draft:
        """Return one draft.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._connection.scalar(select(DraftRow.document).where(DraftRow.id == draft_id))
        if found is None:
            raise NotFound("drafts.not_found", id=draft_id[:60])
        return from_json(Draft, found, DRAFT_FORM)

    def of_account(self, account_id: str, *, limit: int = 50) -> tuple[Draft, ...]:
        """Return an account's drafts, newest first."""
        query = select(DraftRow.document).where(DraftRow.account_id == account_id)
        query = query.order_by(DraftRow.created_at.desc(), DraftRow.id.desc()).limit(limit)
        return tuple(from_json(Draft, found, DRAFT_FORM) for found in self._connection.scalars(query))

    def count_since(self, account_id: str, since: datetime) -> int:
        """Return how many drafts an account has handed in since an instant."""
        query = select(func.count()).select_from(DraftRow)
        query = query.where(DraftRow.account_id == account_id, DraftRow.created_at >= since)
        return int(self._connection.scalar(query) or 0)


class SqlSurveys:
    """Surveys by id, case and account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, survey: Survey) -> None:
        """Store a new survey."""
        values = {
            "id": survey.id,
            "application_id": survey.application_id,
            "account_id": survey.account_id,
            "position_key": f"{survey.plan_id}/{survey.unit_id}",
            "surveyed_on": survey.surveyed_on,
            "recorded_at": survey.recorded_at or datetime.now(UTC),
            "document": to_json(survey, SURVEY_FORM),
        }
        self._connection.execute(insert(SurveyRow).values(values))

    def get(self, survey_id: str) -> Survey:
        """Return one survey.

        Raises:
            NotFound: Nothing by that id.
        """
        found = self._connection.scalar(select(SurveyRow.document).where(SurveyRow.id == survey_id))
        if found is None:
            raise NotFound("survey.not_found", id=survey_id[:60])
        return from_json(Survey, found, SURVEY_FORM)

    def of_case(self, application_id: str) -> tuple[Survey, ...]:
        """Return a case's surveys, newest first."""
        return self._listed(SurveyRow.application_id == application_id, 200)

    def listed(self, *, account_id: str | None = None, limit: int = 50) -> tuple[Survey, ...]:
        """Return surveys, newest first; of one account or of all."""
        test = SurveyRow.account_id == account_id if account_id is not None else SurveyRow.id != ""
        return self._listed(test, limit)

    def _listed(self, test: object, limit: int) -> tuple[Survey, ...]:
        query = select(SurveyRow.document).where(test)  # type: ignore[arg-type]
        query = query.order_by(SurveyRow.recorded_at.desc(), SurveyRow.id.desc()).limit(limit)
        return tuple(from_json(Survey, found, SURVEY_FORM) for found in self._connection.scalars(query))
