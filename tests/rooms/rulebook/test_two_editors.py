"""Two people on one draft: what one does elsewhere does not disturb the other, and nothing is overwritten unseen."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from leitai.web.rulebook import api
from leitai.web.rulebook.api import Draft
from leitai.web.rulebook.errors import Cannot, Conflict
from leitai.web.rulebook.pages.changing import add_node, move_under, remove, shift
from leitai.web.rulebook.pages.places import edit_of
from leitai.web.rulebook.services.drafting import part_digest
from tests import cast as the_cast
from tests.cast import NOW, Cast


def change(cast: Cast, who: str, draft: Draft, address: str, answers: dict[str, list[str]]) -> Draft:
    """Save a form as it stood when `draft` was read."""
    return api.change_draft(
        actor=cast[who],
        at=NOW,
        draft=draft.pk,
        version=draft.version,
        was=part_digest(draft.text, address),
        edit=edit_of(address, answers, ""),
    )


def test_changes_in_two_places_both_stand(cast: Cast, draft: Draft) -> None:
    change(cast, "office", draft, "tree.gdp_growth", {"f.clause": ["第一条"]})
    both = change(cast, "office2", draft, "tree.energy", {"f.clause": ["第二条"]})
    assert "第一条" in both.text
    assert "第二条" in both.text
    assert both.version == draft.version + 2


def test_changes_of_one_place_do_not_overwrite_each_other(cast: Cast, draft: Draft) -> None:
    first = change(cast, "office", draft, "tree.energy", {"f.clause": ["第一条"]})
    with pytest.raises(Conflict) as conflict:
        change(cast, "office2", draft, "tree.energy", {"f.clause": ["第二条"]})
    assert "第一条" in conflict.value.theirs
    assert "第二条" in conflict.value.ours
    assert "孙考评" in conflict.value.say("zh")
    assert Draft.objects.get(pk=draft.pk).text == first.text
    again = change(cast, "office2", first, "tree.energy", {"f.clause": ["第二条"]})
    assert "第二条" in again.text


def test_whole_texts_of_two_editors_are_both_shown(cast: Cast, draft: Draft) -> None:
    save = {"at": NOW, "draft": draft.pk, "version": draft.version}
    api.save_text(actor=cast["office"], **save, text=draft.text.replace("市统计局", "甲局"))
    with pytest.raises(Conflict) as conflict:
        api.save_text(actor=cast["office2"], **save, text=draft.text.replace("市统计局", "乙局"))
    assert "甲局" in conflict.value.theirs
    assert "乙局" in conflict.value.ours


def test_saving_what_is_there_already_makes_no_version(cast: Cast, draft: Draft) -> None:
    same = change(cast, "office", draft, "tree.energy", {"f.clause": ["第六条第四项"]})
    assert same.version == draft.version


def test_items_are_added_moved_and_removed(cast: Cast, draft: Draft) -> None:
    def act(edit: api.Edit) -> Draft:
        now = Draft.objects.get(pk=draft.pk)
        return api.change_draft(actor=cast["office"], at=NOW, draft=now.pk, version=now.version, was="", edit=edit)

    edit, made = add_node("tree", "民生赛道", "branch")
    act(edit)
    assert made == ["tree.mssd"]
    edit, made = add_node("tree.mssd", "养老床位", "indicator")
    act(edit)
    act(move_under("tree.energy", "tree.mssd"))
    act(shift("tree.energy", -1))
    text = act(remove("tree.ylcw")).text
    from leitai.web.rulebook.editing.sheet import read_text

    nodes = read_text(text)["tree"]["nodes"]
    assert [one["id"] for one in nodes[1]["nodes"]] == ["energy"]
    with pytest.raises(Cannot):
        act(remove("tree.ylcw"))
    with pytest.raises(Cannot, match="自己下面"):
        act(move_under("tree.mssd", "tree.mssd"))


def test_a_text_with_aliases_is_left_to_the_source(cast: Cast, draft: Draft) -> None:
    text = draft.text.replace("name: 东山县", "name: &a 东山县").replace("name: 南湖县", "name: *a")
    saved = api.save_text(actor=cast["office"], at=NOW, draft=draft.pk, version=draft.version, text=text)
    with pytest.raises(Cannot, match="源文本"):
        change(cast, "office", saved, "tree.energy", {"f.clause": ["第一条"]})


@pytest.mark.usefixtures("open_database")
def test_ten_at_once_leave_one_version_each_and_lose_nothing(text: str) -> None:
    cast = the_cast.gather()
    draft = api.start_from_text(actor=cast["office"], at=NOW, text=text, origin="x")
    told: list[str] = []

    def save(number: int) -> None:
        try:
            api.save_text(
                actor=cast["office"], at=NOW, draft=draft.pk, version=draft.version, text=text + f"# {number}\n"
            )
            told.append("saved")
        except Conflict:
            told.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["conflict"] * 9 + ["saved"]
    assert Draft.objects.get(pk=draft.pk).version == draft.version + 1
