"""Evidence, remarks, signature sheets, samples, holiday tables."""

from __future__ import annotations

import datetime
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image

from leitai.web.collection.api import (
    Scan,
    add_holiday_table,
    attach_evidence,
    draw_sample,
    make_sheet,
    pin,
    remark,
    sign_sheet,
    working_calendar,
)
from leitai.web.collection.models import Evidence, Pin, Round, Sheet, Signature
from leitai.web.collection.scan import codes_on
from leitai.web.collection.services import papers
from leitai.web.collection.services.sheets import stale
from leitai.web.foundation.api import Invisible, NotAllowed, Refused, verify
from tests.rooms.collection import stage
from tests.rooms.collection.stage import actor, at, cell, open_first
from tests.rooms.collection.test_decisions import approve
from tests.rooms.collection.test_report_figures import file_one
from tests.rooms.foundation.test_two_at_once import all_at_once

PDF = b"%PDF-1.7 signed"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(papers, "evidence_path", lambda digest: tmp_path / digest[:2] / digest)
    return tmp_path


def attach(round_: Round, who: str, indicator: str = "gdp", name: str = "快报.pdf", content: bytes = PDF) -> Any:
    return attach_evidence(
        actor=actor(who), at=at("04-10"), round=round_.pk, cell=cell("u1", indicator).pk, name=name, content=content
    )


def test_evidence_is_kept_once_by_its_digest(round_: Round, folder: Path) -> None:
    first, _ = attach(round_, "wang")
    again, _ = attach(round_, "wang", name="改名.pdf")
    other, _ = attach(round_, "wang", "speed")
    assert first.pk == again.pk == other.pk
    digest = hashlib.sha256(PDF).hexdigest()
    assert (first.digest, Evidence.objects.count(), Pin.objects.count()) == (digest, 1, 2)
    assert (folder / digest[:2] / digest).read_bytes() == PDF
    assert verify() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.pdf", b""), ("程序.pdf", b"MZ\x90"), ("页面.html", b"<html>"), ("大.pdf", b"%PDF" + bytes(papers.LARGEST))],
)
def test_a_file_that_is_not_what_it_says_is_refused(round_: Round, name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        attach(round_, "wang", name=name, content=content)


def test_evidence_and_remarks_are_for_those_the_figure_concerns(round_: Round) -> None:
    for who, error in (("zhao", Invisible), ("leader", NotAllowed), ("outsider", Invisible)):
        with pytest.raises(error):
            attach(round_, who)
        with pytest.raises(error):
            remark(actor=actor(who), at=at("04-10"), round=round_.pk, cell=cell("u1", "gdp").pk, words="看过")
    for who in ("wang", "li", "liaison1", "office"):
        remark(actor=actor(who), at=at("04-10"), round=round_.pk, cell=cell("u1", "gdp").pk, words="看过")
    with pytest.raises(Refused):
        remark(actor=actor("wang"), at=at("04-10"), round=round_.pk, cell=cell("u1", "gdp").pk, words=" ")
    assert verify() == []


def test_a_file_is_pinned_once_and_only_ones_own(round_: Round) -> None:
    found, _ = attach(round_, "wang")
    other = cell("u2", "gdp").pk
    pin(actor=actor("wang"), at=at("04-10"), round=round_.pk, cells=[other], evidence=found.pk)
    with pytest.raises(Refused):
        pin(actor=actor("wang"), at=at("04-10"), round=round_.pk, cells=[other], evidence=found.pk)
    with pytest.raises(Invisible):
        pin(actor=actor("zhao"), at=at("04-10"), round=round_.pk, cells=[cell("u1", "revenue").pk], evidence=found.pk)


# -- sheets --------------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(round_: Round) -> Sheet:
    file_one(round_, "wang", cell("u1", "gdp"), "12")
    approve(round_, "li", cell("u1", "gdp"))
    return make_sheet(actor=actor("liaison1"), at=at("04-12"), round=round_.pk, organisation="u1", kind="row")


def sign(sheet: Sheet, code: str, who: str = "liaison1") -> Signature:
    return sign_sheet(actor=actor(who), at=at("04-13"), sheet=sheet.pk, scan=Scan("签章.pdf", PDF, code))


def test_the_same_figures_give_the_same_sheet(round_: Round, sheet: Sheet) -> None:
    again = make_sheet(actor=actor("head1"), at=at("04-13"), round=round_.pk, organisation="u1", kind="row")
    assert (again.pk, len(sheet.code)) == (sheet.pk, 24)
    with pytest.raises(Refused):
        make_sheet(actor=actor("liaison2"), at=at("04-12"), round=round_.pk, organisation="u2", kind="row")
    with pytest.raises(NotAllowed):
        make_sheet(actor=actor("liaison2"), at=at("04-12"), round=round_.pk, organisation="u1", kind="row")


def test_two_who_bring_one_file_or_draw_up_one_sheet_at_once_get_the_same(open_database: None) -> None:
    stage.make_people()
    stage.make_edition()
    round_ = open_first()
    file_one(round_, "wang", cell("u1", "gdp"), "12")
    found: set[int] = set()
    forms = ("gdp", "speed", "gdp_growth", "gdp")
    assert all_at_once(lambda number: found.add(attach(round_, "wang", forms[number])[0].pk), len(forms)) == []
    assert (len(found), Evidence.objects.count(), Pin.objects.count()) == (1, 1, 3)
    asked: dict[str, Any] = {"at": at("04-11"), "round": round_.pk, "organisation": "stats", "kind": "filed"}
    sheets: set[int] = set()
    raised = all_at_once(lambda number: sheets.add(make_sheet(actor=actor("wang"), **asked).pk), 4)
    assert (raised, len(sheets), Sheet.objects.count()) == ([], 1, 1)
    assert verify() == []


def test_a_scan_is_matched_by_its_code_however_it_is_typed(sheet: Sheet) -> None:
    signed = sign(sheet, sheet.code.lower().replace("-", " "))
    assert (signed.way, signed.scan is not None) == ("paper", True)
    with pytest.raises(Refused, match="已经签过"):
        sign(sheet, sheet.code)
    assert verify() == []


def test_a_wrong_code_is_refused_with_its_reason(round_: Round, sheet: Sheet) -> None:
    with pytest.raises(Refused, match="5 组"):
        sign(sheet, "ABC")
    with pytest.raises(Refused, match="没有这张审签表"):
        sign(sheet, "AAAA-BBBB-CCCC-DDDD-EEEE")
    other = make_sheet(actor=actor("wang"), at=at("04-12"), round=round_.pk, organisation="stats", kind="filed")
    with pytest.raises(Refused, match="另一张审签表"):
        sign(sheet, other.code)
    file_one(round_, "wang", cell("u1", "gdp"), "13", note="更正")
    newer = make_sheet(actor=actor("liaison1"), at=at("04-12"), round=round_.pk, organisation="u1", kind="row")
    which = r"东河县 生产总值 2023-03 12（第 1 次填报） → 13（第 2 次填报）"
    with pytest.raises(Refused, match=f"旧表.*{which}"):
        sign(newer, sheet.code)
    with pytest.raises(Refused, match=f"数据有更改：{which}"):
        sign(sheet, sheet.code)
    assert stale(sheet, at("04-12").date()) == stale(sheet, at("04-13").date()) != stale(newer, at("04-13").date())
    assert not Signature.objects.exists()


def test_on_screen_only_the_head_signs_with_a_second_factor(sheet: Sheet) -> None:
    with pytest.raises(NotAllowed):
        sign_sheet(actor=actor("liaison1"), at=at("04-13"), sheet=sheet.pk, second_factor=True)
    with pytest.raises(Refused):
        sign_sheet(actor=actor("head1"), at=at("04-13"), sheet=sheet.pk)
    signed = sign_sheet(actor=actor("head1"), at=at("04-13"), sheet=sheet.pk, second_factor=True)
    assert signed.way == "screen"
    with pytest.raises(Invisible):
        sign_sheet(actor=actor("head1"), at=at("04-13"), sheet=999, second_factor=True)
    with pytest.raises(NotAllowed):
        sign(sheet, sheet.code, who="liaison2")


# -- what a scanner makes of a sheet ----------------------------------------------------------------------------------

CODE = "CK5Z-SJ0P-2TY4-03D9-KF57"


def scanned(kind: str, angle: float = 0, dots: int = 5) -> bytes:
    """A grey page with the sheet's QR code in its corner, laid on the glass by hand."""
    made = segno.make(f"https://leitai.example/rounds/sheets/12/?code={CODE}", error="m", micro=False)
    picture = io.BytesIO()
    made.save(picture, kind="png", scale=dots, border=4)
    page = Image.new("L", (210 * dots, 297 * dots), 214)
    page.paste(Image.open(picture).convert("L"), (120 * dots, 20 * dots))
    written = io.BytesIO()
    page.rotate(angle, fillcolor=180, expand=True).save(written, kind, resolution=dots * 25.4)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PDF", "PNG", "JPEG"])
@pytest.mark.parametrize("angle", [0, 4, -11, 90, 180])
def test_the_code_is_read_off_a_crooked_scan(kind: str, angle: float) -> None:
    assert codes_on(scanned(kind, angle)) == [CODE]


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 broken", b"\x89PNG\r\n", b"PK\x03\x04", scanned("PNG")[:900], b"%PDF" + bytes(100_000)],
    ids=["empty", "broken pdf", "broken png", "not a picture", "cut off", "zeros"],
)
def test_what_cannot_be_read_gives_no_code_and_no_error(content: bytes) -> None:
    assert codes_on(content) == []


def test_a_picture_that_would_fill_the_memory_is_let_be() -> None:
    """A few kilobytes that unpack to four hundred million pixels."""
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    assert len(written.getvalue()) < papers.LARGEST
    assert codes_on(written.getvalue()) == []


# -- samples, holidays ---------------------------------------------------------------------------------------------


def test_a_seed_draws_once_and_its_draw_is_kept(round_: Round) -> None:
    for unit in ("u1", "u2", "u3"):
        file_one(round_, "wang", cell(unit, "gdp"), "12")
    made = draw_sample(actor=actor("office"), at=at("04-20"), round=round_.pk, size=2, seed="0420-17")
    assert '"drawn":["u' in made.content
    with pytest.raises(Refused, match="已经用过"):
        draw_sample(actor=actor("office"), at=at("04-20"), round=round_.pk, size=2, seed="0420-17")
    for size, seed in ((0, "a"), (4, "a"), (1, " ")):
        with pytest.raises(Refused):
            draw_sample(actor=actor("office"), at=at("04-20"), round=round_.pk, size=size, seed=seed)
    with pytest.raises(NotAllowed):
        draw_sample(actor=actor("wang"), at=at("04-20"), round=round_.pk, size=1, seed="b")
    assert verify() == []


def test_the_office_adds_the_table_of_a_year_nobody_knows(world: None) -> None:
    new_year = frozenset({datetime.date(2031, 1, 1)})
    worked = frozenset({datetime.date(2031, 1, 5)})
    words = {"year": 2031, "document": "国办发明电〔2030〕7号"}
    add_holiday_table(actor=actor("office"), at=at("04-20"), off=new_year, work=worked, **words)  # type: ignore[arg-type]
    calendar = working_calendar()
    assert not calendar.is_working(datetime.date(2031, 1, 1))
    assert calendar.is_working(datetime.date(2031, 1, 5))
    for off, work in ((frozenset(), worked), (new_year, new_year), (frozenset({datetime.date(2030, 1, 1)}), worked)):
        with pytest.raises(Refused):
            add_holiday_table(actor=actor("office"), at=at("04-20"), off=off, work=work, **words)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        add_holiday_table(actor=actor("wang"), at=at("04-20"), off=new_year, work=worked, **words)  # type: ignore[arg-type]
    assert verify() == []
