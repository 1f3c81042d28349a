"""The help on every page: the how-to of one's own role, in the language of the page."""

from __future__ import annotations

import re

import pytest

from leitai.web.front.manual import PAGES, folder
from leitai.web.people.api import ROLES
from tests.visitor import Visitor


def heading_of(visitor: Visitor, url: str = "/help/") -> str:
    found = re.search(r"<h1>([^<]*)</h1>", visitor.get(url).content.decode())
    assert found is not None
    return found[1]


def test_every_role_has_its_page_and_every_page_is_there() -> None:
    meant = [role for roles in PAGES.values() for role in roles]
    assert sorted(meant) == sorted(ROLES)
    assert [name for name in PAGES if not (folder() / f"{name}.md").is_file()] == []


@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("office", "考评办"),
        ("filer", "数据部门"),
        ("stranger", "参赛单位"),
        ("bureau", "审核单位"),
        ("leader", "负责人"),
        ("auditor", "审计员"),
        ("security_admin", "管理员"),
        ("nobody", "登录和账号"),
    ],
)
def test_one_s_own_how_to_comes_first(visitor: Visitor, who: str, title: str) -> None:
    assert heading_of(visitor.as_(who)).startswith(title)


def test_the_link_is_on_every_page_and_help_needs_no_sign_in(visitor: Visitor) -> None:
    assert 'href="/help/"' in visitor.get("/account/login/").content.decode()
    assert heading_of(visitor) == "登录和账号"
    assert heading_of(visitor, "/help/office/") == "考评办：办一轮考评"


def test_a_page_is_in_one_language_and_leads_to_the_others(visitor: Visitor) -> None:
    english = visitor.as_("office", "en").get("/help/data-department/").content.decode()
    article = english[english.index("<article") : english.index("</article>")]
    assert not re.search(r"[\u4e00-\u9fff]", article)
    chinese = visitor.as_("office").get("/help/data-department/").content.decode()
    assert "Open the grid from" not in chinese
    assert 'href="/help/head/"' in chinese
    assert chinese.count('<h2 id="part-') == english.count('<h2 id="part-') > 3
    for part in re.findall(r'href="#(part-\d+)"', chinese):
        assert f'id="{part}"' in chinese
