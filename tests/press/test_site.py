"""The public site as files: every number the book's, every link there, the proof beside it, and nothing undisclosed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from leitai import engine
from leitai.engine.show import NO_SCORE
from leitai.press.pages.shapes import read_shapes
from leitai.press.release import Release
from leitai.press.site import Newer, site_files
from leitai.press.site.names import page_names
from leitai.press.site.sdmx import time_period
from tests.press.releases import CHINESE, awkward, cleared, demo, in_book, numbers, plain, wrong_numbers
from tests.press.test_wall import LANCHUAN, UNITS

Site = Mapping[str, bytes]


@pytest.fixture(scope="module")
def release() -> Release:
    return cleared(demo(before="2023-Q2", trials=2))


@pytest.fixture(scope="module")
def site(release: Release) -> Site:
    return site_files(release, shapes=read_shapes(LANCHUAN, UNITS))


def pages(site: Site) -> dict[str, str]:
    return {name: content.decode() for name, content in site.items() if name.endswith(".html")}


def rows(site: Site, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site[f"data/{name}"].decode(), newline="")))


def test_every_number_of_every_page_is_the_books(release: Release, site: Site) -> None:
    found = [(name, one) for name in pages(site) if not name.endswith(("data.html", "check.html"))
             for one in numbers(site[name])]  # fmt: skip
    assert len(found) > 20_000
    assert [(name, one) for name, one in found if in_book(release, one) != one.text] == []


def test_numbers_drawn_at_random_lead_back_to_their_cell_and_clause(release: Release, site: Site) -> None:
    """A unit's page states, for each figure it prints, the cell it was filed in and the clause that scored it."""
    filed = {
        (row[0], row[1]): row[4] for row in release.book.result["snapshot"]["cells"] if row[3] == "actual" and row[4]
    }
    every = [(name, one) for name in sorted(pages(site)) if name.startswith("unit-") for one in numbers(site[name])
             if one.what == "value" and (one.contestant, one.node) in filed]  # fmt: skip
    for name, one in Random(500).sample(every, 500):
        text = pages(site)[name]
        indicator = release.book.plan.columns[release.book.node(one.node).column or 0].indicator
        assert indicator.clause in text
        cell = release.book.cell(one.period, one.contestant, one.node)
        assert cell is not None
        if "previous" not in cell.flags:
            assert re.search(rf"实际值 {re.escape(one.text)}{re.escape(indicator.unit)}（", text), (name, one)


def test_made_twice_it_is_the_same_bytes(release: Release, site: Site) -> None:
    again = site_files(release, shapes=read_shapes(LANCHUAN, UNITS))
    assert list(again) == list(site)
    assert [name for name in site if site[name] != again[name]] == []


def test_every_link_leads_to_a_file_of_the_site(site: Site) -> None:
    dead = []
    for name, text in pages(site).items():
        for target in re.findall(r'(?:href|src)="([^"]*)"', text):
            path, _, anchor = target.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if there not in site or (anchor and f'id="{anchor}"' not in site[there].decode()):
                dead.append((name, target))
    assert dead == []


def test_every_unit_and_every_indicator_has_its_page_in_both_languages(release: Release, site: Site) -> None:
    book = release.book
    counted = {node.id for group in book.groups() for node in book.nodes_of(group.id) if node.column is not None}
    for folder in ("", "en/"):
        units = [name for name in site if name.startswith(f"{folder}unit-")]
        assert len(units) == len(release.book.result["values"]["2023-Q3"])
        assert len([name for name in site if name.startswith(f"{folder}indicator-")]) == len(counted)


def test_it_has_no_script_and_nothing_inline(site: Site) -> None:
    for name, text in pages(site).items():
        assert not re.search(r"<script|\sstyle=|<style|\son[a-z]+=|javascript:", text), name


def test_the_result_it_carries_verifies_against_the_printed_code(release: Release, site: Site) -> None:
    data, code = site["data/result.json"], release.code
    assert code in pages(site)["check.html"]
    assert engine.verify(data, code)[1] == []
    forged = json.loads(data)
    cell = next(row for row in forged["snapshot"]["cells"] if row[1] == "gdp_growth" and row[0] == "luting")
    cell[4] = "9.9"
    honest = engine.build_result(engine.assess.result.run_of(forged))  # type: ignore[attr-defined]
    assert [fault.code for fault in engine.verify(engine.result_bytes(honest), code)[1]] == ["RS-007"]


def test_the_data_package_describes_every_file_as_it_is(site: Site) -> None:
    package = json.loads(site["data/datapackage.json"])
    listed = {f"data/{one['path']}" for one in package["resources"]} | {"data/datapackage.json"}
    assert listed == {name for name in site if name.startswith("data/")}
    for one in package["resources"]:
        content = site[f"data/{one['path']}"]
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if "schema" in one:
            head = content.decode().partition("\n")[0].split(",")
            assert [field["name"] for field in one["schema"]["fields"]] == head
    assert package["description"].startswith("演示数据")


def test_parquet_says_what_csv_says_digit_for_digit(site: Site) -> None:
    for name in ("scores", "figures"):
        table = pq.read_table(io.BytesIO(site[f"data/{name}.parquet"])).to_pylist()
        written = rows(site, f"{name}.csv")
        assert len(table) == len(written) > 500
        for one, other in zip(table, written, strict=True):
            for key, text in other.items():
                value = one[key]
                if key in ("score", "raw", "value") and value is not None:
                    assert value == type(value)(text)
                else:
                    assert ("" if value is None else str(value)) == text


def test_sdmx_says_the_scores_and_marks_what_is_missing(release: Release, site: Site) -> None:
    found = rows(site, "scores.sdmx.csv")
    assert {row["TIME_PERIOD"] for row in found} == {"2023-Q3"}
    for row in found:
        cell = release.book.cell("2023-Q3", row["CONTESTANT"], row["NODE"])
        assert cell is not None
        if row["MEASURE"] == "SCORE":
            assert row["OBS_VALUE"] == ("" if cell.score == NO_SCORE else cell.score)
        assert (row["OBS_STATUS"] == "M") == (row["OBS_VALUE"] == "")
    assert [time_period(one) for one in ("2023", "2023-H1", "2023-06", "2023-01/02")] == [
        "2023", "2023-S1", "2023-06", "2023-01-01/P2M",
    ]  # fmt: skip


def test_the_workbook_opens_and_explains(site: Site) -> None:
    book = openpyxl.load_workbook(io.BytesIO(site["data/results.xlsx"]))
    assert [name for name in book.sheetnames if name.startswith("说明")]


def test_what_may_not_be_public_stops_it_and_is_named(release: Release) -> None:
    with pytest.raises(engine.InputError) as caught:
        site_files(demo(before="2023-Q2"))
    named = {fault.where for fault in caught.value.faults}
    assert {fault.code for fault in caught.value.faults} == {"SI-002"}
    assert "tax_per_mu" in named
    assert "gdp_growth" not in named
    with pytest.raises(engine.InputError) as caught:
        site_files(cleared(release, "tax_per_mu"))
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [("SI-002", "tax_per_mu")]


def test_a_publication_for_the_meeting_is_no_public_site(release: Release) -> None:
    meeting = replace(release, particulars=replace(release.particulars, audience="meeting"))
    with pytest.raises(engine.InputError) as caught:
        site_files(meeting)
    assert [fault.code for fault in caught.value.faults] == ["SI-001"]


def test_a_superseded_publication_says_so_on_every_page() -> None:
    release = cleared(plain(3))
    told = site_files(release, newer=Newer("2023-Q1-2", "../2023-Q1-2/index.html"))
    for name, text in pages(told).items():
        assert "2023-Q1-2" in text, name
        assert '<a href="../2023-Q1-2/index.html">' in text
    unsafe = site_files(release, newer=Newer("2023-Q1-2", "javascript:alert(1)"))
    assert not any('href="javascript' in text for text in pages(unsafe).values())


def test_a_correction_names_what_it_corrects_and_why() -> None:
    release = cleared(plain(3))
    corrected = replace(release, particulars=replace(release.particulars, supersedes="2023-Q1-1", reason="核实后更正"))
    assert "本件更正 2023-Q1-1。 理由：核实后更正" in pages(site_files(corrected))["index.html"]


def test_in_public_nobody_reads_of_a_list_that_was_only_proposed(site: Site) -> None:
    assert not [name for name, text in pages(site).items() if "黑榜" in text or "Black list" in text]
    assert "交流发言" in pages(site)["index.html"]


def test_the_english_pages_have_no_chinese_of_their_own(site: Site, release: Release) -> None:
    """What was filed or ruled in Chinese is quoted; every head, key and sentence of ours is English."""
    for name in ("en/index.html", "en/check.html", "en/data.html"):
        text = re.sub(r"澜川市大竞赛考评办|第\S+条(第\S+?[项款])?|>中文<", "", pages(site)[name])
        assert CHINESE.findall(text) == [], name
    heads = re.findall(r"<(?:h1|h2|h3|dt|th scope=\"col\"[^>]*|summary)>([^<]*)", "".join(
        text for name, text in pages(site).items() if name.startswith("en/")))  # fmt: skip
    assert [head for head in heads if CHINESE.search(re.sub(r"\([^)]*\)", "", head))] == []


@pytest.mark.parametrize(("name", "release"), list(awkward()), ids=lambda one: one if isinstance(one, str) else "")
def test_awkward_releases_make_whole_sites(name: str, release: Release) -> None:
    found = site_files(cleared(release), langs=("zh",))
    assert wrong_numbers(release, found["index.html"]) == []
    assert not any("<script" in text for text in pages(found).values())


def test_pages_have_one_spelling_on_every_file_system() -> None:
    names = page_names("unit", ["A", "a", "b", "A-1"])
    assert len({name.lower() for name in names.values()}) == 4
    assert set("".join(names.values())) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
