"""Rows that are never changed: refused by Python here, by triggers (`triggers`) in the database, by seal (`audit`)."""

from __future__ import annotations

import datetime
from typing import Any, NoReturn, TypeVar

from django.db import models

from leitai.engine.rulebook.digest import digest

Row = TypeVar("Row", bound=models.Model)


class FrozenRowError(TypeError):
    """Somebody tried to change what stands behind a door. A correction is a new row."""

    def __init__(self, model: type[models.Model], act: str) -> None:
        super().__init__(f"{model.__name__} rows are never changed ({act}); a correction is a new row")


class FrozenQuerySet(models.QuerySet[Row]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise FrozenRowError(self.model, "update")

    def delete(self) -> NoReturn:
        raise FrozenRowError(self.model, "delete")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenRowError(self.model, "bulk_update")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise FrozenRowError(self.model, "bulk_create with update_conflicts")
        return super().bulk_create(objs, *args, **kwargs)


class FrozenModel(models.Model):
    """An append-only row. `SEALED` names the fields its seal covers; `seal_of` is what the audit log records."""

    SEALED: tuple[str, ...] = ()

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenRowError(type(self), "save")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenRowError(type(self), "delete")

    def seal_of(self) -> str:
        """SHA-256 over the row's own values as canonical JSON: text, decimals and times as they are stored."""
        return digest({name: _plain(getattr(self, name)) for name in self.SEALED}, "sha256")


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime.datetime):  # the same moment, whatever zone it was given in or is read back in
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
