"""The pages a publication has in the web, the site it is given out as and its documents say the same."""

from __future__ import annotations

import re

from leitai.press.site import site_files
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.release import release_of, shapes_of
from tests.cast import Cast
from tests.pages.assessment.permissions import published, scored
from tests.pages.exhibition.test_published import cleared
from tests.visitor import Visitor

SIGNED = re.compile(r"[+-][0-9]+\.[0-9]+(?![0-9])")


def site_of(made: Publication) -> dict[str, str]:
    """The pages of the site of a publication whose every indicator was cleared for the public."""
    files = site_files(release_of(made), shapes=shapes_of(made))
    return {name: data.decode() for name, data in files.items() if name.endswith(".html")}


def cells_of(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]


def gaps_of(page: str) -> dict[str, list[str]]:
    """Indicator → the signed points in its row: what lies between it and the first, the median, the next."""
    found = {row[0].split(" ")[0]: SIGNED.findall(" ".join(row[1:])) for row in cells_of(page) if row}
    return {name: found[name] for name in ("生产总值增速", "空气优良率")}


def fifths_of(page: str, prefix: str) -> list[str]:
    """The fifth each cell of the heat table is drawn in, line by line."""
    return re.findall(rf'<td class="[^"]*\b{prefix}([0-4])\b', page)


def test_a_unit_reads_the_same_gaps_in_the_web_and_on_the_site(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    cleared(cast, run)
    made = published(cast, run, audience="public")
    site = site_of(made)
    found: dict[str, list[str]] = {}
    for key in ("xiqiao", "linchuan", "gaoxin"):
        web = visitor.as_("liaison").get(f"/exhibition/{made.number}/unit/{key}/").content.decode()
        given = site[f"unit-{key}.html"]
        assert gaps_of(web) == gaps_of(given), key
        found[key] = gaps_of(web)["生产总值增速"]
    assert any(gap.startswith("+") for gap in found["gaoxin"]), "who leads reads by how much"
    assert any(gap.startswith("-") for gaps in found.values() for gap in gaps), "who lies behind reads by how much"


def test_the_heat_of_the_board_is_the_heat_of_the_site(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    cleared(cast, run)
    made = published(cast, run, audience="public")
    site = site_of(made)
    web = visitor.as_("liaison").get(f"/exhibition/{made.number}/").content.decode()
    assert fifths_of(web, "as-fifth-")
    assert fifths_of(web, "as-fifth-") == fifths_of(site["index.html"], "f")


def test_a_list_a_person_took_a_unit_off_is_nowhere_said_of_it(cast: Cast, visitor: Visitor) -> None:
    """The rule proposes 高新区 to speak; the office confirmed the list without it."""
    run = scored(cast)
    office = visitor.as_("office")
    before = office.get(f"/results/runs/{run.pk}/unit/gaoxin/").content.decode()
    assert "交流发言（拟）" in before
    assert "列入“交流发言”" in office.get(f"/results/runs/{run.pk}/unit/gaoxin/total/").content.decode()
    made = published(cast, run, confirmed={"speak": []})
    for path in ("unit/gaoxin/", "unit/gaoxin/total/"):
        assert "交流发言" not in office.get(f"/exhibition/{made.number}/{path}").content.decode(), path
    board = office.get(f"/exhibition/{made.number}/").content.decode()
    assert "交流发言" not in re.sub(r"<aside.*?</aside>", "", board, flags=re.DOTALL)


def test_a_list_a_person_confirmed_is_said_without_reserve(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    page = visitor.as_("liaison").get(f"/exhibition/{made.number}/unit/gaoxin/").content.decode()
    assert "交流发言" in page
    assert "（拟）" not in page
