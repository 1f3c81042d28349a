"""The tables of the web: references point down the house, migrations say all that the models say."""

from tests import django_ready  # isort: skip

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

assert django_ready

ROOMS: list[str] = __import__("leitai.web.settings", fromlist=["ROOMS"]).ROOMS
OURS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def references(model: type[models.Model]) -> list[tuple[str, str]]:
    """Field and the room it points to; a key written as text escapes the import contracts, but not this."""
    fields = [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]
    return [(field.name, field.related_model._meta.app_label) for field in fields if field.related_model]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_references_point_to_the_own_room_or_an_earlier_one(model: type[models.Model]) -> None:
    reachable = ROOMS[: ROOMS.index(model._meta.app_label) + 1]
    assert [one for one in references(model) if one[1] not in reachable] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_nothing_behind_a_reference_is_deleted_with_it(model: type[models.Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    assert [field.name for field in fields if field.remote_field.on_delete is not models.PROTECT] == []


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    # As makemigrations does it: words of Django's own fields are not translated.
    with translation.override(None):
        told = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = told.changes(graph=loader.graph, trim_to_apps=set(ROOMS), convert_apps=set(ROOMS))
    missing = {app: [str(one) for migration in found for one in migration.operations] for app, found in changes.items()}
    assert missing == {}
    assert {room for room in ROOMS if room not in loader.migrated_apps} == set()


def test_a_reference_that_points_up_would_be_seen() -> None:
    post = apps.get_model("people", "Post")
    assert ("person", "people") in references(post)
    assert ROOMS.index("foundation") < ROOMS.index("people") < ROOMS.index("rulebook")


def test_the_rooms_of_the_settings_are_the_rooms_on_the_disk() -> None:
    root = django_ready.ROOT / "src" / "leitai" / "web"
    on_disk = {path.parent.name for path in (*root.glob("*/models.py"), *root.glob("*/models"))}
    assert set(ROOMS) == on_disk
    assert all(f"leitai.web.{room}" in settings.INSTALLED_APPS for room in ROOMS)
