"""Each act: it works, the wrong person is refused, the wrong state is refused, twice is refused, missing is hidden."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest

from leitai.tables.rulebook_xlsx import rulebook_xlsx
from leitai.web.foundation.api import Invisible, NotAllowed, verify
from leitai.web.foundation.models import AuditEvent
from leitai.web.rulebook import api
from leitai.web.rulebook.api import Draft, Edition
from leitai.web.rulebook.errors import Cannot, Faulty
from leitai.web.rulebook.models import Approval, Comment
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.sentences import SENTENCES
from tests.cast import NOW, Cast

MISSING = 10**9
WEEK = datetime.timedelta(days=7)


def events(act: str) -> list[dict[str, Any]]:
    return [json.loads(one.data) for one in AuditEvent.objects.filter(act=act).order_by("number")]


# -- the same litany for every act on a draft --------------------------------------------------------------------------

Act = Callable[[Cast, str, int], Any]
ACTS: dict[str, tuple[Act, str, set[str]]] = {
    # act → (call, who may, states in which it is possible)
    "save": (
        lambda cast, who, pk: api.save_text(
            actor=cast[who], at=NOW, draft=pk, version=version_of(pk), text=text_of(pk).replace("市统计局", "统计局")
        ),
        "office",
        {"draft", "approval"},
    ),
    "drop": (
        lambda cast, who, pk: api.drop_draft(actor=cast[who], at=NOW, draft=pk, reason="重复"),
        "office",
        {"draft", "comment", "approval"},
    ),
    "open": (
        lambda cast, who, pk: api.open_for_comment(actor=cast[who], at=NOW, draft=pk, until=cast.day + WEEK),
        "office",
        {"draft", "comment"},
    ),
    "withdraw": (
        lambda cast, who, pk: api.withdraw_draft(actor=cast[who], at=NOW, draft=pk),
        "office",
        {"comment", "approval"},
    ),
    "submit": (
        lambda cast, who, pk: api.submit_for_approval(actor=cast[who], at=NOW, draft=pk),
        "office",
        {"draft"},
    ),
}


def version_of(pk: int) -> int:
    return Draft.objects.filter(pk=pk).values_list("version", flat=True).first() or 0


def text_of(pk: int) -> str:
    return Draft.objects.filter(pk=pk).values_list("text", flat=True).first() or ""


@pytest.fixture(params=["draft", "comment", "approval", "dropped"])
def in_state(request: pytest.FixtureRequest, cast: Cast, draft: Draft) -> Draft:
    """A draft in each state."""
    office = {"actor": cast["office"], "at": NOW, "draft": draft.pk}
    if request.param == "comment":
        return api.open_for_comment(**office, until=cast.day + WEEK)
    if request.param == "approval":
        return api.submit_for_approval(**office)
    return api.drop_draft(**office, reason="重复") if request.param == "dropped" else draft


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_possible_in_its_states_and_refused_in_the_others(act: str, cast: Cast, in_state: Draft) -> None:
    call, who, states = ACTS[act]
    before = (in_state.state, in_state.version, in_state.text)
    if in_state.state in states:
        call(cast, who, in_state.pk)
        return
    with pytest.raises(Cannot) as refused:
        call(cast, who, in_state.pk)
    assert refused.value.say("zh")
    assert refused.value.say("en").isascii()
    now = Draft.objects.get(pk=in_state.pk)
    assert (now.state, now.version, now.text) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_to_who_may_only_read(act: str, cast: Cast, draft: Draft) -> None:
    for who in ("leader", "auditor", "supervisor"):
        with pytest.raises(NotAllowed):
            ACTS[act][0](cast, who, draft.pk)


@pytest.mark.parametrize("act", ACTS)
def test_a_draft_is_hidden_from_units_and_from_who_holds_nothing(act: str, cast: Cast, draft: Draft) -> None:
    for who in ("liaison", "stranger", "nobody", "security_admin"):
        with pytest.raises(Invisible):
            ACTS[act][0](cast, who, draft.pk)


@pytest.mark.parametrize("act", ACTS)
def test_what_is_not_there_is_hidden(act: str, cast: Cast) -> None:
    with pytest.raises(Invisible):
        ACTS[act][0](cast, "office", MISSING)


def test_a_post_that_ended_meanwhile_gives_no_right_any_more(cast: Cast, draft: Draft) -> None:
    from leitai.web.people.api import SYSTEM, end_post, list_posts

    before = cast["office"]
    end_post(actor=SYSTEM, at=NOW, post=list_posts(person="office")[0].pk, day=cast.day)
    with pytest.raises(NotAllowed):
        api.drop_draft(actor=before, at=NOW, draft=draft.pk, reason="x")


def test_every_act_leaves_its_line_on_the_chain_of_the_book_and_the_log_holds(cast: Cast, edition: Edition) -> None:
    found = AuditEvent.objects.filter(chain=f"rulebook/{edition.book}").order_by("number")
    signed = ["approve_draft"] * 3
    assert [one.act for one in found] == ["start_draft", "submit_draft", *signed, "propose_edition", "publish_edition"]
    assert {one.act for one in found} <= set(SENTENCES)
    assert found[0].post == "office@office"
    assert verify() == []


# -- starting ---------------------------------------------------------------------------------------------------------


def test_a_second_draft_of_one_edition_is_refused_until_the_first_is_dropped(
    cast: Cast, draft: Draft, text: str
) -> None:
    with pytest.raises(Cannot, match="已有草稿"):
        api.start_from_text(actor=cast["office"], at=NOW, text=text, origin="x")
    api.drop_draft(actor=cast["office"], at=NOW, draft=draft.pk, reason="重来")
    assert api.start_from_text(actor=cast["office"], at=NOW, text=text, origin="x").pk != draft.pk


def test_a_draft_of_a_published_edition_is_refused(cast: Cast, edition: Edition, text: str) -> None:
    with pytest.raises(Cannot, match="已经发布"):
        api.start_from_text(actor=cast["office"], at=NOW, text=text, origin="x")


@pytest.mark.parametrize(("who", "error"), [("leader", NotAllowed), ("liaison", NotAllowed), ("nobody", Invisible)])
def test_only_the_office_starts_drafts(cast: Cast, text: str, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        api.start_from_text(actor=cast[who], at=NOW, text=text, origin="x")


def test_next_year_starts_from_the_published_text_with_its_comments(cast: Cast, edition: Edition) -> None:
    made = api.start_from_edition(
        actor=cast["office2"], at=NOW, edition=edition.pk, new_edition=" 2026 ", title="新办法"
    )
    assert (made.book, made.edition, made.title) == (edition.book, "2026", "新办法")
    assert made.text.count("#") == edition.text.count("#")
    with pytest.raises(Cannot):
        api.start_from_edition(actor=cast["office2"], at=NOW, edition=edition.pk, new_edition=" ")


def test_a_workbook_uploaded_has_the_digest_of_the_yaml_it_says_the_same_as(cast: Cast, text: str) -> None:
    checked = check_text(text)
    assert checked.reading.rulebook is not None
    data = rulebook_xlsx(checked.reading.rulebook)
    made = api.start_from_file(actor=cast["office"], at=NOW, name="规则.xlsx", data=data)
    assert check_text(made.text).reading.digest == checked.reading.digest


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_yaml_in_any_of_its_encodings_is_taken_as_text(cast: Cast, text: str, encoding: str) -> None:
    data = text.replace("\n", "\r\n").replace("·", "").replace("─", "-").encode(encoding)
    made = api.start_from_file(actor=cast["office"], at=NOW, name="a.yml", data=data)
    assert "\r" not in made.text
    assert check_text(made.text).is_clean


@pytest.mark.parametrize(
    ("name", "data"), [("a.yaml", b"- [\n"), ("a.yaml", b"\x00\xff"), ("a.xlsx", b"no workbook"), ("a.yaml", b"")]
)
def test_a_file_that_cannot_be_read_names_its_faults(cast: Cast, name: str, data: bytes) -> None:
    with pytest.raises(Faulty) as refused:
        api.start_from_file(actor=cast["office"], at=NOW, name=name, data=data)
    assert refused.value.faults


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b"x"), ("a.yaml", b"title: x\n"), ("a.yaml", b"x" * (2**24 + 1))]
)
def test_a_file_that_is_no_rulebook_is_refused_in_words(cast: Cast, name: str, data: bytes) -> None:
    with pytest.raises(Cannot):
        api.start_from_file(actor=cast["office"], at=NOW, name=name, data=data)
    assert not Draft.objects.exists()


# -- changing ---------------------------------------------------------------------------------------------------------


def test_saving_while_it_is_approved_sends_it_back_and_the_chain_starts_again(cast: Cast, approved: Draft) -> None:
    text = approved.text.replace("市统计局", "统计局")
    saved = api.save_text(actor=cast["office"], at=NOW, draft=approved.pk, version=approved.version, text=text)
    assert (saved.state, saved.version) == ("draft", approved.version + 1)
    with pytest.raises(Cannot):
        api.propose_publication(actor=cast["office"], at=NOW, draft=saved.pk)
    again = api.submit_for_approval(actor=cast["office"], at=NOW, draft=saved.pk)
    with pytest.raises(Cannot, match="还差第 1、2、3 步"):
        api.propose_publication(actor=cast["office"], at=NOW, draft=again.pk)


def test_text_that_is_not_yaml_is_not_saved_and_a_faulty_rulebook_is(cast: Cast, draft: Draft) -> None:
    save = {"actor": cast["office"], "at": NOW, "draft": draft.pk, "version": draft.version}
    with pytest.raises(Faulty):
        api.save_text(**save, text="- [\n")
    saved = api.save_text(**save, text=draft.text.replace("direction: higher", "direction: up"))
    assert check_text(saved.text).errors


def test_the_contest_of_a_draft_stays_and_its_edition_may_be_named_anew(cast: Cast, draft: Draft) -> None:
    save = {"actor": cast["office"], "at": NOW, "draft": draft.pk, "version": draft.version}
    with pytest.raises(Cannot, match="竞赛代号不能改"):
        api.save_text(**save, text=draft.text.replace("id: my-contest", "id: other"))
    assert api.save_text(**save, text=draft.text.replace('edition: "2025"', 'edition: "2025b"')).edition == "2025b"


# -- comments ---------------------------------------------------------------------------------------------------------


def comment(cast: Cast, who: str, draft: Draft, organisation: str = "xiqiao", clause: str = "tree.energy") -> Comment:
    return api.add_comment(
        actor=cast[who], at=NOW, draft=draft.pk, organisation=organisation, clause=clause, words=" 建议调整分值 "
    )


def test_a_unit_comments_on_a_clause_and_gets_its_answer(cast: Cast, open_draft: Draft) -> None:
    made = comment(cast, "liaison", open_draft)
    assert (made.words, made.version) == ("建议调整分值", open_draft.version)
    answer = api.answer_comment(actor=cast["office"], at=NOW, comment=made.pk, verdict="partly", reason="分值下调 2 分")
    assert answer.comment == made
    with pytest.raises(Cannot, match="已经答复"):
        api.answer_comment(actor=cast["office2"], at=NOW, comment=made.pk, verdict="adopted", reason="x")
    assert verify() == []


def test_a_comment_is_for_one_s_own_unit_while_it_is_open(cast: Cast, draft: Draft, open_draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        comment(cast, "liaison", open_draft, organisation="linchuan")
    with pytest.raises(NotAllowed):
        comment(cast, "auditor", open_draft)
    with pytest.raises(Cannot):
        comment(cast, "liaison", open_draft, clause="tree.nowhere")
    with pytest.raises(Cannot):
        api.add_comment(
            actor=cast["liaison"], at=NOW, draft=draft.pk, organisation="xiqiao", clause="general", words="  "
        )
    late = Cast(cast.day + WEEK + datetime.timedelta(days=1))
    with pytest.raises(Cannot, match="截止"):
        comment(late, "liaison", open_draft)
    assert not Comment.objects.exists()


def test_the_day_of_comments_lies_ahead_and_may_be_extended(cast: Cast, open_draft: Draft) -> None:
    later = cast.day + 2 * WEEK
    assert api.open_for_comment(actor=cast["office"], at=NOW, draft=open_draft.pk, until=later).comment_until == later
    with pytest.raises(Cannot):
        api.open_for_comment(actor=cast["office"], at=NOW, draft=open_draft.pk, until=cast.day)


@pytest.mark.parametrize(("verdict", "reason"), [("maybe", "x"), ("adopted", " ")])
def test_an_answer_takes_a_verdict_and_a_reason(cast: Cast, open_draft: Draft, verdict: str, reason: str) -> None:
    made = comment(cast, "liaison", open_draft)
    with pytest.raises(Cannot):
        api.answer_comment(actor=cast["office"], at=NOW, comment=made.pk, verdict=verdict, reason=reason)


def test_a_comment_is_answered_by_the_office_alone(cast: Cast, open_draft: Draft) -> None:
    made = comment(cast, "liaison", open_draft)
    for who in ("leader", "liaison"):
        with pytest.raises(NotAllowed):
            api.answer_comment(actor=cast[who], at=NOW, comment=made.pk, verdict="adopted", reason="x")
    with pytest.raises(Invisible):
        api.answer_comment(actor=cast["nobody"], at=NOW, comment=made.pk, verdict="adopted", reason="x")
    with pytest.raises(Invisible):
        api.answer_comment(actor=cast["office"], at=NOW, comment=MISSING, verdict="adopted", reason="x")


def test_nothing_is_submitted_before_every_comment_has_its_answer(cast: Cast, open_draft: Draft) -> None:
    made = comment(cast, "liaison", open_draft)
    taken = api.withdraw_draft(actor=cast["office"], at=NOW, draft=open_draft.pk)
    with pytest.raises(Cannot, match="1 条意见没有答复"):
        api.submit_for_approval(actor=cast["office"], at=NOW, draft=taken.pk)
    api.answer_comment(actor=cast["office"], at=NOW, comment=made.pk, verdict="declined", reason="口径一致")
    assert api.submit_for_approval(actor=cast["office"], at=NOW, draft=taken.pk).state == "approval"


def test_a_unit_sees_a_draft_while_it_is_open_and_its_own_answers_ever_after(cast: Cast, open_draft: Draft) -> None:
    from leitai.web.rulebook.selectors import list_comments

    comment(cast, "liaison", open_draft)
    comment(cast, "stranger", open_draft, organisation="linchuan")
    assert api.access_draft(cast["liaison"], open_draft.pk) == open_draft
    assert list_comments(cast["liaison"], open_draft).count() == 1
    assert list_comments(cast["office"], open_draft).count() == 2
    api.withdraw_draft(actor=cast["office"], at=NOW, draft=open_draft.pk)
    with pytest.raises(Invisible):
        api.access_draft(cast["liaison"], open_draft.pk)
    assert api.access_comments(cast["liaison"], open_draft.pk).pk == open_draft.pk
    with pytest.raises(Invisible):
        api.access_comments(cast["verifier"], open_draft.pk)


# -- approval and publication -----------------------------------------------------------------------------------------


def test_a_faulty_or_unmeant_text_is_not_submitted(cast: Cast, draft: Draft) -> None:
    office = {"actor": cast["office"], "at": NOW, "draft": draft.pk}
    broken = api.save_text(
        **office, version=draft.version, text=draft.text.replace("county: 30, park: 25", "county: 31, park: 25")
    )
    with pytest.raises(Faulty):
        api.submit_for_approval(**office)
    api.save_text(**office, version=broken.version, text=draft.text.replace("status: demo", "status: draft"))
    with pytest.raises(Cannot, match="草案"):
        api.submit_for_approval(**office)


def test_the_chain_is_signed_step_by_step_each_by_its_role(cast: Cast, submitted: Draft) -> None:
    sign = {"at": NOW, "draft": submitted.pk, "version": submitted.version, "verdict": "agree"}
    with pytest.raises(NotAllowed, match="考评办审核"):
        api.decide_step(actor=cast["leader"], **sign)
    first = api.decide_step(actor=cast["office2"], **sign, opinion=" 同意 ")
    assert (first.step, first.opinion, first.post) == (1, "同意", "office@office")
    assert first.digest == check_text(submitted.text).reading.digest
    with pytest.raises(NotAllowed):
        api.decide_step(actor=cast["office2"], **sign)
    for step in (2, 3):
        assert api.decide_step(actor=cast["leader"], **sign).step == step
    with pytest.raises(Cannot, match="都已签过"):
        api.decide_step(actor=cast["leader"], **sign)


def test_a_return_takes_a_reason_and_ends_the_round(cast: Cast, submitted: Draft) -> None:
    sign = {"actor": cast["office2"], "at": NOW, "draft": submitted.pk, "version": submitted.version}
    with pytest.raises(Cannot, match="理由"):
        api.decide_step(**sign, verdict="return", opinion=" ")
    with pytest.raises(Cannot):
        api.decide_step(**sign, verdict="perhaps")
    api.decide_step(**sign, verdict="return", opinion="第八条分值过高")
    assert Draft.objects.get(pk=submitted.pk).state == "draft"
    assert Approval.objects.count() == 1
    again = api.submit_for_approval(actor=cast["office"], at=NOW, draft=submitted.pk)
    assert again.version == submitted.version + 1


def test_who_signs_an_older_version_is_told_to_reload(cast: Cast, submitted: Draft) -> None:
    with pytest.raises(Cannot, match="刷新"):
        api.decide_step(
            actor=cast["office2"], at=NOW, draft=submitted.pk, version=submitted.version - 1, verdict="agree"
        )


def test_one_person_in_all_the_posts_does_not_make_a_chain(cast: Cast, submitted: Draft) -> None:
    from leitai.web.people.api import SYSTEM, give_post
    from tests.cast import FOUNDED

    give_post(actor=SYSTEM, at=NOW, person="office", organisation="city", role="leader", since=FOUNDED)
    for _ in range(3):
        api.decide_step(actor=cast["office"], at=NOW, draft=submitted.pk, version=submitted.version, verdict="agree")
    with pytest.raises(Cannot, match="两个不同的人"):
        api.propose_publication(actor=cast["office2"], at=NOW, draft=submitted.pk)


def test_publishing_alone_is_refused(cast: Cast, approved: Draft) -> None:
    with pytest.raises(Cannot, match="还没有人提出"):
        api.publish_edition(actor=cast["leader"], at=NOW, draft=approved.pk)
    api.propose_publication(actor=cast["office"], at=NOW, draft=approved.pk)
    with pytest.raises(Cannot, match="两个不同的人"):
        api.publish_edition(actor=cast["office"], at=NOW, draft=approved.pk)
    with pytest.raises(Cannot, match="已有人提出"):
        api.propose_publication(actor=cast["office2"], at=NOW, draft=approved.pk)
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("who", "error"), [("auditor", NotAllowed), ("liaison", Invisible), ("nobody", Invisible)])
def test_publishing_takes_the_office_or_a_leader(cast: Cast, approved: Draft, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        api.propose_publication(actor=cast[who], at=NOW, draft=approved.pk)


def test_a_published_edition_is_the_text_its_canonical_form_and_its_digest(
    cast: Cast, edition: Edition, text: str
) -> None:
    from leitai.engine.rulebook.canonical import canonical
    from leitai.engine.rulebook.digest import digest

    rulebook = api.rulebook_of(edition)
    assert edition.digest == digest(canonical(rulebook), rulebook.seal) == check_text(text).reading.digest
    assert (edition.published_by, edition.second, edition.text) == ("office", "leader", text)
    assert edition.draft.state == "published"
    assert api.find_edition(edition.book, edition.edition) == edition
    with pytest.raises(Cannot):
        api.publish_edition(actor=cast["leader"], at=NOW, draft=edition.draft_id)


def test_editions_are_for_everybody_with_a_post_in_the_contest(cast: Cast, edition: Edition) -> None:
    for who in ("office", "liaison", "stranger", "filer", "leader", "auditor", "panel"):
        assert api.access_edition(cast[who], edition.pk) == edition
    for who in ("nobody", "system_admin", "security_admin"):
        with pytest.raises(Invisible):
            api.access_edition(cast[who], edition.pk)
        assert not api.list_editions(cast[who]).exists()
    with pytest.raises(Invisible):
        api.get_edition(edition.book, "nie")
