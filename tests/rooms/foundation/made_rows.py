"""A row of any model, made from its fields alone: so a table nobody thought of here is tampered with all the same."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.db import models, transaction

from leitai.web.foundation.api import FrozenModel, append
from tests.cast import NOW

COUNTER = itertools.count(1)
CHAIN = "made"


def row_of(model: type[models.Model]) -> models.Model:
    """A new row with all that it points to; a frozen one is in the log, as an act would leave it."""
    values = {
        field.name: value_of(field)
        for field in model._meta.concrete_fields
        if not (field.primary_key and isinstance(field, models.AutoField)) and not field.null
    }
    made = model(**values)
    made.save(force_insert=True)
    if isinstance(made, FrozenModel):
        with transaction.atomic():
            append(chain=CHAIN, at=NOW, actor="somebody", act="made", rows=[made])
    return made


def value_of(field: models.Field[Any, Any]) -> Any:
    number = next(COUNTER)
    if isinstance(field, models.ForeignKey):
        return row_of(field.remote_field.model)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField):
        return number
    if isinstance(field, models.DateTimeField):
        return NOW
    if isinstance(field, models.DateField):
        return NOW.date() + datetime.timedelta(days=number)
    if isinstance(field, models.DecimalField):
        return 0
    choices = [key for key, _ in field.choices or ()]
    return choices[0] if choices else f"x{number}"[: field.max_length]


def another(field: models.Field[Any, Any], held: Any) -> Any:
    """A value the column could hold just as well."""
    if isinstance(field, models.BooleanField):
        return not held
    if isinstance(field, models.DateTimeField):
        return (held or NOW) + datetime.timedelta(seconds=1)
    if isinstance(field, models.DateField):
        return (held or NOW.date()) + datetime.timedelta(days=1)
    if isinstance(field, models.ForeignKey | models.IntegerField | models.DecimalField):
        return (held or 0) + 9000
    return "y" if held != "y" else "z"
