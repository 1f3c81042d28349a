"""The wall, the briefing and the public site opened as files, with the network unplugged."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from leitai.press.briefing import Clip, make_briefing
from leitai.press.pages.shapes import read_shapes
from leitai.press.site import site_files
from leitai.press.wall import wall_html
from tests.browser.conftest import AXE, QUIET, SHOTS
from tests.examples import EXAMPLES
from tests.press.releases import cleared, demo, plain

WIDTHS = {3840: 2160, 1920: 1080, 1440: 900, 1024: 768, 390: 844}
LOADED = "document.fonts.ready.then(() => true)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything the demo's third quarter is given out as, made once."""
    made = tmp_path_factory.mktemp("files")
    units = {one.id for one in demo().book.rulebook.contestants}
    shapes = read_shapes(json.loads((EXAMPLES / "lanchuan" / "map.json").read_text(encoding="utf-8")), units)
    public, meeting = cleared(demo(before="2023-Q2")), demo(before="2023-Q2", audience="meeting", trials=2)
    for lang in ("zh", "en"):
        (made / f"wall-{lang}.html").write_bytes(wall_html(meeting, shapes, lang))
        (made / f"briefing-{lang}.html").write_bytes(make_briefing(meeting, lang=lang).html)
    (made / "clip.html").write_bytes(make_briefing(meeting, {"opening": Clip("missing.mp4")}).html)
    names = [
        "名字长到四十个字的单位用来看页面会不会把名字截断或者把后面的列挤出屏幕之外去第某某号" + str(k)
        for k in range(30)
    ]
    (made / "long.html").write_bytes(wall_html(plain(30, names=names)))
    for name, content in site_files(public, shapes=shapes).items():
        (made / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (made / "site" / name).write_bytes(content)
    return made


@contextmanager
def unplugged(chromium: Browser, width: int = 1920, script: bool = True, complain: bool = True) -> Iterator[Page]:
    """A page without a network, whose complaints fail the test."""
    size = {"width": width, "height": WIDTHS[width]}
    context = chromium.new_context(
        viewport=size,
        offline=True,
        java_script_enabled=script,
        reduced_motion="reduce",  # type: ignore[arg-type]
    )
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not complain or said == []


def axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # What is not on the stage is looked at when it is; stylesheets would be fetched a second time, which the policy of
    # a page forbids.
    where = "{exclude: [['.live .scene:not(.on)']]}"
    found = page.evaluate(f"tags => axe.run({where}, {{runOnly: tags, preload: false}})", tags)
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def rows(page: Page) -> list[str]:
    """What the nine rows say from the top down, as it is seen."""
    lines = page.locator(".scene.on .row:not(.away)")
    seen = [(box["y"], line.inner_text()) for line in lines.all() if (box := line.bounding_box())]
    return [" ".join(text.split()) for _, text in sorted(seen)]


# -- the wall ----------------------------------------------------------------------------------------------------


def test_the_operator_uncovers_the_ranking_by_keyboard(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium) as page:
        page.goto((folder / "wall-zh.html").as_uri())
        said = page.locator("#said")
        assert said.inner_text().startswith("县市区、开发（度假）区：21 家单位，从末位揭晓。")
        assert rows(page)[0] == "上期 1 杉泽市"
        assert not page.get_by_text("95.55").first.is_visible()
        page.keyboard.press("Space")
        assert said.inner_text().startswith("第 21 名：雾陂县，75.97 分。")
        assert rows(page)[-1].startswith("21 →0 雾陂县")
        page.keyboard.press("ArrowRight")
        second = said.inner_text()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        assert said.inner_text() == second
        page.keyboard.press("e")
        assert len(rows(page)) == 9
        assert rows(page)[0].startswith("1 →0 杉泽市")
        assert rows(page)[0].endswith("95.55")
        page.keyboard.press("2")
        assert page.locator(".scene.on h2").inner_text() == "县市区、开发（度假）区 赛道"
        assert page.locator(".scene.on tr[data-line]:not(.away)").count() == 9
        page.keyboard.press("g")
        assert said.inner_text().startswith("市级部门：20 家单位")


def test_whoever_reloads_stands_where_he_stood(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium) as page:
        page.goto((folder / "wall-zh.html").as_uri())
        for _ in range(4):
            page.keyboard.press("Space")
        before = page.locator("#said").inner_text(), rows(page)
        page.reload()
        assert (page.locator("#said").inner_text(), rows(page)) == before


def test_by_itself_it_goes_on_until_it_is_stopped(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium) as page:
        page.clock.install()
        page.goto((folder / "wall-zh.html").as_uri())
        page.keyboard.press("a")
        page.clock.run_for(15_500)
        assert page.locator("#count").inner_text() == "4 / 24"
        page.keyboard.press("a")
        page.clock.run_for(60_000)
        assert page.locator("#count").inner_text() == "4 / 24"


def test_without_script_the_whole_result_is_there(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium, script=False) as page:
        page.goto((folder / "wall-zh.html").as_uri())
        totals = page.locator("#county-ranking .row .total").all_inner_texts()
        assert totals[0] == "95.55"
        assert totals == sorted(totals, key=float, reverse=True)
        assert len(totals) == 21
        assert not page.locator("#controls").is_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_scene_of_the_wall_fits(chromium: Browser, folder: Path, lang: str) -> None:
    faults = []
    with unplugged(chromium, 1440) as page:
        page.goto((folder / f"wall-{lang}.html").as_uri())
        scenes = page.locator("section.scene").evaluate_all("all => all.map(one => one.id)")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            for scene in scenes if width == 1440 else [one for one in scenes if one.startswith("county")]:
                look_at(page, scene)
                if lang == "zh" and scene.startswith("county") and width in (1920, 390):
                    shot(page, f"wall-{scene}-{width}")
                if (over := too_wide(page)) > 0:
                    faults.append(f"{scene}: {over} px too wide at {width}")
                if scene == "county-ranking" and page.locator(".scene.on .row:not(.away)").count() != 9:
                    faults.append(f"{scene}: not nine rows at {width}")
    assert faults == []


def look_at(page: Page, scene: str) -> None:
    page.evaluate("id => { location.hash = `${id}/99`; }", scene)
    page.wait_for_function("id => document.getElementById(id).classList.contains('on')", arg=scene)


def test_numbers_are_44_px_on_a_full_hd_screen_and_rows_stay_on_it(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium) as page:
        page.goto((folder / "wall-zh.html#county-ranking/99").as_uri().replace("%23", "#"))
        size = page.locator(".scene.on .row .total").first.evaluate("one => getComputedStyle(one).fontSize")
        assert size == "44px"
        last = page.locator(".scene.on .row:not(.away)").last.bounding_box()
        said = page.locator("#said").bounding_box()
        assert last is not None
        assert said is not None
        assert last["y"] + last["height"] <= said["y"]


@pytest.mark.parametrize(("lang", "look"), [("zh", "night"), ("en", "day")])
def test_the_wall_is_open_to_everybody(chromium: Browser, folder: Path, lang: str, look: str) -> None:
    faults = {}
    with unplugged(chromium, 1440) as page:
        page.goto((folder / f"wall-{lang}.html").as_uri())
        page.evaluate("look => { document.documentElement.dataset.look = look; }", look)
        for scene in page.locator("section.scene[id^=county]").evaluate_all("all => all.map(one => one.id)"):
            look_at(page, scene)
            if found := axe(page):
                faults[scene] = found
    assert faults == {}


def test_names_of_forty_characters_stay_within_their_row(chromium: Browser, folder: Path) -> None:
    for width in (1920, 390):
        with unplugged(chromium, width) as page:
            page.goto((folder / "long.html").as_uri())
            page.keyboard.press("e")
            assert too_wide(page) <= 0
            shot(page, f"wall-long-names-{width}")
            boxes = [line.bounding_box() for line in page.locator(".scene.on .row:not(.away) .name").all()]
            heights = [line.bounding_box() for line in page.locator(".scene.on .row:not(.away)").all()]
            for name, row in zip(boxes, heights, strict=True):
                assert name is not None
                assert row is not None
                assert name["height"] <= row["height"]
            if width == 1920:
                # A line that is cut off is a line's height more; the foot of a letter a few pixels.
                cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 16).length"
                assert page.locator(".scene.on .row:not(.away) .full").evaluate_all(cut) == 0


def test_who_asked_for_less_motion_sees_none(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium) as page:
        page.goto((folder / "wall-zh.html").as_uri())
        moving = "one => getComputedStyle(one).transitionDuration"
        assert page.locator(".scene.on .row").first.evaluate(moving) == "0s"
        page.emulate_media(reduced_motion="no-preference")
        page.keyboard.press("Space")
        assert page.locator(".scene.on .row:not(.still)").first.evaluate(moving) != "0s"


def test_where_there_is_no_chinese_font_it_says_so(chromium: Browser, folder: Path, tmp_path: Path) -> None:
    fonts = next((one for one in map(Path, LATIN) if one.is_dir()), None)
    if fonts is None:
        pytest.skip("no folder of Latin fonts alone on this machine")
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8"
    )
    told: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    program = chromium_program()
    bare = chromium.browser_type.launch(executable_path=program, args=list(QUIET), env=told)
    page = bare.new_page(viewport={"width": 1440, "height": 900})
    page.goto((folder / "wall-zh.html").as_uri())
    assert page.locator("#no-font").is_visible()
    assert too_wide(page) <= 0
    shot(page, "wall-no-font")
    bare.close()
    with unplugged(chromium) as page:
        page.goto((folder / "wall-zh.html").as_uri())
        assert not page.locator("#no-font").is_visible()


def chromium_program() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


LATIN = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/dejavu")


# -- the briefing ------------------------------------------------------------------------------------------------


def test_the_briefing_runs_by_itself_and_waits_when_told(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium) as page:
        page.clock.install()
        page.goto((folder / "briefing-zh.html").as_uri())
        page.clock.run_for(60_000)
        assert page.locator("#count").inner_text() == "1 / 26"
        page.keyboard.press("Space")
        page.clock.run_for(19_000)
        assert page.locator("#count").inner_text() == "2 / 26"
        assert page.locator("#said").inner_text() == "第 1 名，杉泽市，95.55 分。"
        page.keyboard.press("Space")
        page.clock.run_for(600_000)
        assert page.locator("#count").inner_text() == "2 / 26"
        page.keyboard.press("ArrowRight")
        assert page.locator(".scene.on h2").inner_text() == "实力赛道"
        page.keyboard.press("Space")
        page.clock.run_for(3_600_000)
        assert page.locator("#count").inner_text() == "26 / 26"
        assert page.locator('[data-act="play"]').get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_briefing_fits_and_is_open_to_everybody(chromium: Browser, folder: Path, lang: str) -> None:
    faults: dict[tuple[int, str], list[str]] = {}
    with unplugged(chromium, 1440) as page:
        for scene in ("opening", "county-standing", "county-track-strength", "county-whole", "close"):
            page.goto((folder / f"briefing-{lang}.html").as_uri() + f"#{scene}")
            page.reload()
            for width, height in WIDTHS.items() if lang == "zh" else [(1440, 900), (390, 844)]:
                page.set_viewport_size({"width": width, "height": height})
                if lang == "zh" and width in (1920, 390):
                    shot(page, f"briefing-{scene}-{width}")
                if (over := too_wide(page)) > 0:
                    faults[width, scene] = [f"{over} px too wide"]
            if found := axe(page):
                faults[0, scene] = found
    assert faults == {}


def test_without_script_the_briefing_is_a_text(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium, script=False) as page:
        page.goto((folder / "briefing-zh.html").as_uri())
        assert page.get_by_text("第 1 名，杉泽市，95.55 分。").is_visible()
        assert page.get_by_text("校验短码", exact=False).last.is_visible()


def test_a_clip_that_is_not_there_leaves_the_scene_standing(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium, complain=False) as page:
        page.goto((folder / "clip.html").as_uri())
        page.get_by_text("素材未找到：missing.mp4").wait_for()
        assert page.locator("#said").inner_text() == "演示数据。"


# -- the public site ---------------------------------------------------------------------------------------------

PAGES = ("index.html", "unit-luting.html", "unit-shanze.html", "indicator-gdp_growth.html", "data.html", "check.html")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_page_of_the_site_fits_and_is_open_to_everybody(
    chromium: Browser, folder: Path, lang: str
) -> None:
    faults: dict[tuple[int, str], list[str]] = {}
    with unplugged(chromium, 1440) as page:
        for name in PAGES:
            page.goto((folder / "site" / ("" if lang == "zh" else lang) / name).as_uri())
            for width, height in WIDTHS.items() if lang == "zh" else [(1440, 900), (390, 844)]:
                page.set_viewport_size({"width": width, "height": height})
                if lang == "zh" and width in (1440, 390):
                    shot(page, f"site-{name.removesuffix('.html')}-{width}")
                if (over := too_wide(page)) > 0:
                    faults[width, name] = [f"{over} px too wide"]
            if found := axe(page):
                faults[0, name] = found
    assert faults == {}


def test_from_a_folder_one_walks_from_rank_to_clause(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium, 1440, script=False) as page:
        page.goto((folder / "site" / "index.html").as_uri())
        assert page.locator("h1").evaluate("one => getComputedStyle(one).fontSize") == "28px"
        page.get_by_role("link", name="鹭汀区", exact=True).first.click()
        assert page.get_by_text("第 18 名（共 21 家），总分 80.22 分", exact=False).is_visible()
        page.get_by_text("督查事项按期办结率 0.00").click()
        assert page.get_by_text("2023-09 实际值 89.1%（已审核，最终，来源：演示数据生成器）。").is_visible()
        page.get_by_role("link", name="English").click()
        assert page.locator("h1").inner_text() == "Luting District"


def test_the_same_files_work_from_any_server(chromium: Browser, folder: Path) -> None:
    handler = functools.partial(Silent, directory=str(folder / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/en/")
    assert page.locator("h1").evaluate("one => getComputedStyle(one).fontSize") == "28px"
    page.get_by_role("link", name="Data").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="result.json").click()
    assert Path(taken.value.path()).read_bytes() == (folder / "site" / "data" / "result.json").read_bytes()
    page.close()
    server.shutdown()
    server.server_close()


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """A test's server has nobody to tell."""


def test_on_paper_there_is_nothing_to_click_and_nothing_is_folded(chromium: Browser, folder: Path) -> None:
    with unplugged(chromium, 1440) as page:
        page.goto((folder / "site" / "unit-luting.html").as_uri())
        page.emulate_media(media="print")
        assert not page.locator(".top nav").is_visible()
        assert page.get_by_text("2023-09 实际值 89.1%", exact=False).is_visible()
        paper = page.pdf(path=SHOTS / "site-unit.pdf", prefer_css_page_size=True)
        assert paper.startswith(b"%PDF")
