"""Acts on persons and posts: each works; is refused to who may not, in the wrong state, twice, for what is absent."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from leitai.web.foundation.api import EventFilter, NotAllowed, Refused, list_events, verify
from leitai.web.people import api as people
from leitai.web.people.models import Person, Suggestion
from leitai.web.people.roster import RosterRow
from tests.cast import DAY, NOW, Cast

NEXT = DAY + datetime.timedelta(days=1)


def by(actor: str = "security_admin", **values: Any) -> dict[str, Any]:
    return {"actor": actor, "at": NOW, **values}


def post_of(person: str) -> int:
    return people.list_posts(person=person)[0].pk


ACTS: dict[str, Callable[[str], Any]] = {
    "add_person": lambda actor: people.add_person(
        **by(actor, key="new", login="new", name="何新人", password="correct horse battery")
    ),
    "reset_password": lambda actor: people.reset_password(
        **by(actor, person="liaison", password="correct horse battery")
    ),
    "set_active": lambda actor: people.set_active(**by(actor, person="liaison", active=False)),
    "give_post": lambda actor: people.give_post(
        **by(actor, person="nobody", organisation="xiqiao", role="filer", since=DAY)
    ),
    "end_post": lambda actor: people.end_post(**by(actor, post=post_of("liaison"), day=NEXT)),
}


@pytest.mark.parametrize("act", ACTS)
def test_it_works_and_leaves_its_line(cast: Cast, act: str) -> None:
    before = list_events(EventFilter()).count()
    ACTS[act]("security_admin")
    newest = list_events(EventFilter()).first()
    assert newest is not None
    assert (list_events(EventFilter()).count(), newest.actor) == (before + 1, "security_admin")
    assert verify() == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "actor", ["office", "system_admin", "audit_admin", "liaison", "head", "nobody", "no such person"]
)
def test_it_is_refused_to_who_may_not(cast: Cast, act: str, actor: str) -> None:
    with pytest.raises(NotAllowed, match="安全管理员"):
        ACTS[act](actor)


@pytest.mark.parametrize("act", ["add_person", "set_active", "give_post", "end_post"])
def test_it_is_refused_the_second_time(cast: Cast, act: str) -> None:
    ACTS[act]("security_admin")
    after = list_events(EventFilter()).count()
    with pytest.raises(Refused):
        ACTS[act]("security_admin")
    assert list_events(EventFilter()).count() == after


@pytest.mark.parametrize(
    "act",
    [
        lambda: people.reset_password(**by(person="nessie", password="correct horse battery")),
        lambda: people.set_active(**by(person="nessie", active=False)),
        lambda: people.give_post(**by(person="nessie", organisation="xiqiao", role="filer", since=DAY)),
        lambda: people.give_post(**by(person="nobody", organisation="atlantis", role="filer", since=DAY)),
        lambda: people.give_post(**by(person="nobody", organisation="xiqiao", role="emperor", since=DAY)),
        lambda: people.end_post(**by(post=999_999, day=NEXT)),
    ],
    ids=["reset_password", "set_active", "give_post to", "give_post in", "give_post as", "end_post"],
)
def test_what_is_not_there_is_refused(cast: Cast, act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match="没有"):
        act()


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("holder", ["liaison", "system_admin", "audit_admin"])
def test_the_three_administrators_are_three_people(cast: Cast, role: str, holder: str) -> None:
    if role == holder:
        return
    with pytest.raises(Refused, match="三员分立"):
        people.give_post(**by(person=holder, organisation="centre", role=role, since=DAY))


def test_an_administrator_holds_no_post_in_the_contest(cast: Cast) -> None:
    with pytest.raises(Refused, match="三员分立"):
        people.give_post(**by(person="system_admin", organisation="xiqiao", role="liaison", since=DAY))


def test_nobody_gives_a_post_to_himself_or_switches_himself_off(cast: Cast) -> None:
    with pytest.raises(Refused, match="另一位"):
        people.give_post(**by(person="security_admin", organisation="centre", role="security_admin", since=DAY))
    with pytest.raises(Refused, match="另一位"):
        people.set_active(**by(person="security_admin", active=False))


def test_a_post_gives_its_right_on_its_days_and_not_after(cast: Cast) -> None:
    people.end_post(**by(post=post_of("office"), day=NEXT))
    found = {"key": "new", "name_zh": "新区", "kind": "county", "since": DAY}
    people.found_organisation(actor="office", at=NOW, **found)
    with pytest.raises(NotAllowed):
        people.found_organisation(actor="office", at=NOW + datetime.timedelta(days=1), **found)


def test_a_post_does_not_end_before_it_began(cast: Cast) -> None:
    with pytest.raises(Refused, match="更晚的日期"):
        people.end_post(**by(post=post_of("liaison"), day=datetime.date(2020, 1, 1)))


def test_who_is_switched_off_may_nothing_any_more(cast: Cast) -> None:
    people.set_active(**by(person="office", active=False))
    assert people.find_actor("office", DAY) is None
    with pytest.raises(NotAllowed):
        people.found_organisation(actor="office", at=NOW, key="new", name_zh="新区", kind="county", since=DAY)
    people.set_active(**by(person="office", active=True))
    people.found_organisation(actor="office", at=NOW, key="new", name_zh="新区", kind="county", since=DAY)


@pytest.mark.parametrize(
    "password", ["short", "password123", "newcomer-2023-x"], ids=["short", "common", "holds the login"]
)
def test_a_weak_password_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(Refused):
        people.add_person(**by(key="n", login="newcomer", name="何新人", password=password))


def test_passwords_are_kept_as_argon2(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    people.reset_password(**by(person="liaison", password="correct horse battery"))
    assert Person.objects.get(key="liaison").password.startswith("argon2$argon2id$")


def test_a_person_with_posts_in_two_units_acts_for_each(cast: Cast) -> None:
    actor = cast["two_hats"]
    assert actor.reach("confirm") == {"xiqiao", "gaoxin"}
    assert actor.may("confirm", "xiqiao")
    assert not actor.may("confirm", "linchuan")
    held = actor.post_for("confirm", "gaoxin")
    assert held is not None
    assert held.organisation == "gaoxin"
    assert actor.post_for("confirm", "linchuan") is None


def test_every_act_has_its_words_and_every_role_is_known() -> None:
    assert set(people.DOES) == set(people.MAY)
    assert {role for roles in people.MAY.values() for role in roles} <= set(people.ROLES)
    for words in (*people.DOES.values(), *people.ROLES.values(), *people.SENTENCES.values()):
        assert words.zh
        assert words.en


def test_a_suggestion_is_answered_once_and_by_who_may(cast: Cast) -> None:
    told = people.suggest(actor="", at=NOW, page="/", kind="complaint", words="要得太勤")
    with pytest.raises(NotAllowed):
        people.answer_suggestion(actor="liaison", at=NOW, suggestion=told.pk, answer="知道了")
    with pytest.raises(Refused, match="写明"):
        people.answer_suggestion(actor="office", at=NOW, suggestion=told.pk, answer="  ")
    people.answer_suggestion(actor="office", at=NOW, suggestion=told.pk, answer="改为每季一次")
    with pytest.raises(Refused, match="已经答复"):
        people.answer_suggestion(actor="office2", at=NOW, suggestion=told.pk, answer="不改")
    assert Suggestion.objects.get().answer == "改为每季一次"


def test_an_empty_suggestion_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="内容"):
        people.suggest(actor="liaison", at=NOW, page="/", kind="suggestion", words=" \n")


def test_language_and_look_leave_no_line(cast: Cast) -> None:
    before = list_events(EventFilter()).count()
    people.set_view(actor="liaison", at=NOW, language="en", look="elder")
    assert list_events(EventFilter()).count() == before
    assert Person.objects.get(key="liaison").look == "elder"


def test_a_roster_registers_and_appoints_at_once_and_each_first_password_signs_in(cast: Cast) -> None:
    rows = [
        RosterRow(2, "fresh", "何新人", "xiqiao", "filer", "科长"),
        RosterRow(3, "fresh", "何新人", "gaoxin", "liaison"),
        RosterRow(4, "nobody", "秦无职", "linchuan", "filer"),
    ]
    slips = people.load_people(**by(rows=rows, since=DAY))
    assert [(slip.login, slip.name) for slip in slips] == [("fresh", "何新人")]
    made = Person.objects.get(login="fresh")
    assert made.check_password(slips[0].password)
    assert {(post.role, post.organisation) for post in cast_posts("fresh")} == {
        ("filer", "xiqiao"),
        ("liaison", "gaoxin"),
    }
    assert cast["nobody"].may("report", "linchuan")
    assert verify() == []


def test_a_roster_with_one_wrong_line_registers_nobody(cast: Cast) -> None:
    rows = [RosterRow(2, "fresh", "何新人", "xiqiao", "filer"), RosterRow(3, "other", "另一", "atlantis", "filer")]
    before = Person.objects.count()
    with pytest.raises(Refused, match="atlantis"):
        people.load_people(**by(rows=rows, since=DAY))
    with pytest.raises(NotAllowed):
        people.load_people(**by("office", rows=rows[:1], since=DAY))
    assert Person.objects.count() == before


def cast_posts(login: str) -> tuple[people.Held, ...]:
    found = people.find_actor(Person.objects.get(login=login).key, DAY)
    assert found is not None
    return found.posts
