"""The only door of people."""

from leitai.web.people.models import Person
from leitai.web.people.roles import MAY, ROLES
from leitai.web.people.selectors import Actor, Held, find_person, get_actor, list_people, names_on, spans_on
from leitai.web.people.services import (
    add_person,
    close_organisation,
    end_post,
    found_organisation,
    give_post,
    load_organisations,
    merge_organisations,
    rename_organisation,
    set_view,
)

__all__ = [
    "MAY",
    "ROLES",
    "Actor",
    "Held",
    "Person",
    "add_person",
    "close_organisation",
    "end_post",
    "find_person",
    "found_organisation",
    "get_actor",
    "give_post",
    "list_people",
    "load_organisations",
    "merge_organisations",
    "names_on",
    "rename_organisation",
    "set_view",
    "spans_on",
]
