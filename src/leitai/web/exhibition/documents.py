"""The documents of a meeting pack: one line each, made from one release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from leitai.engine.assess.result import result_bytes
from leitai.engine.errors import Lang, Text
from leitai.press.boards import boards_pdf, unit_pages
from leitai.press.briefing import Clip, make_briefing
from leitai.press.csv import ranks_csv, scores_csv
from leitai.press.pages.shapes import Shapes
from leitai.press.papers import agenda_docx, news_docx, notice_docx
from leitai.press.release import Release
from leitai.press.site import Newer, site_files
from leitai.press.slides import slides_pptx
from leitai.press.wall import wall_html
from leitai.press.workbook import publication_xlsx
from leitai.web.exhibition.clips import GUIDES, guide

Maker = Callable[[Release, Shapes, Lang], bytes]
Clips = Mapping[str, Clip]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# Files packed together all say this day, so that two packings are the same bytes.
PACKED = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document: what it is called, its file's ending, how it is made.

    board   whoever was let read the boards before the hour may have it
    public  it is made of a public publication only
    films   how it is made where films were chosen for its scenes
    """

    name: Text
    note: Text
    ending: str
    media: str
    make: Maker
    board: bool = False
    public: bool = False
    films: Callable[[Release, Clips, Lang], bytes] | None = None

    def made(self, release: Release, shapes: Shapes, clips: Clips, lang: Lang) -> bytes:
        return self.films(release, clips, lang) if self.films and clips else self.make(release, shapes, lang)


def _briefing(release: Release, clips: Clips, lang: Lang) -> bytes:
    made = make_briefing(release, clips, lang)
    files = {"briefing.html": made.html, "captions.vtt": made.vtt, "captions.srt": made.srt}
    told = {GUIDES[lang]: guide(release.particulars.number, made.scenes, clips, lang)} if clips else {}
    return zipped(files | told)


def _site(release: Release, shapes: Shapes, lang: Lang) -> bytes:
    return zipped(public_files(release, shapes))


def public_files(release: Release, shapes: Shapes, newer: Newer | None = None) -> Mapping[str, bytes]:
    """The site of a public publication."""
    return site_files(release, shapes=shapes, newer=newer)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one archive, the same bytes each time."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(ZipInfo(name, PACKED), content, ZIP_DEFLATED)
    return buffer.getvalue()


DOCUMENTS: Mapping[str, Document] = {
    "agenda": Document(
        Text("会议议程", "Agenda"),
        Text("观摩、结果展、短片、交流发言、表态发言、部署", "visits, results, film, speakers, pledges, tasks"),
        "docx",
        DOCX,
        lambda release, shapes, lang: agenda_docx(release, lang).data,
    ),
    "notice": Document(
        Text("通报", "Circular"),
        Text("公文格式，附各组名次表", "in the layout of official documents, with the rankings"),
        "docx",
        DOCX,
        lambda release, shapes, lang: notice_docx(release, lang, release.superseded).data,
    ),
    "news": Document(
        Text("新闻通稿（草稿）", "News release (draft)"),
        Text("每个数字都注明出自哪个单位、哪项指标", "every figure says where it comes from"),
        "docx",
        DOCX,
        lambda release, shapes, lang: news_docx(release, lang).data,
    ),
    "slides": Document(
        Text("幻灯片", "Slides"),
        Text("图表可在办公软件里直接编辑", "charts that stay editable"),
        "pptx",
        PPTX,
        lambda release, shapes, lang: slides_pptx(release, lang).data,
    ),
    "boards-a1": Document(
        Text("展板（A1）", "Boards (A1)"),
        Text("各组排名和赛道，可直接印制", "rankings and tracks, ready for print"),
        "pdf",
        "application/pdf",
        lambda release, shapes, lang: boards_pdf(release, "A1", lang).data,
        board=True,
    ),
    "boards-a4": Document(
        Text("展板（A4）", "Boards (A4)"),
        Text("同样内容，会场分发", "the same, for the hand"),
        "pdf",
        "application/pdf",
        lambda release, shapes, lang: boards_pdf(release, "A4", lang).data,
        board=True,
    ),
    "units": Document(
        Text("单位成绩单", "A page for each unit"),
        Text("每家单位一页", "one page a unit"),
        "pdf",
        "application/pdf",
        lambda release, shapes, lang: unit_pages(release, None, lang).data,
    ),
    "wall": Document(
        Text("放榜页", "The wall"),
        Text("一个文件，断网也能放", "one file; it survives an unplugged network"),
        "html",
        "text/html",
        lambda release, shapes, lang: wall_html(release, shapes, lang),
    ),
    "briefing": Document(
        Text("短片页和字幕", "Briefing and captions"),
        Text("自动播放，带解说词和字幕文件", "runs by itself, with narration and caption files"),
        "zip",
        "application/zip",
        lambda release, shapes, lang: _briefing(release, {}, lang),
        films=_briefing,
    ),
    "workbook": Document(
        Text("全表", "The full tables"),
        Text("公式可改可算，附每家单位的文字说明", "live formulas, each unit explained in sentences"),
        "xlsx",
        XLSX,
        lambda release, shapes, lang: publication_xlsx(release, lang),
    ),
    "ranks": Document(
        Text("名次表", "Ranks"),
        Text("每单位一行", "a row for each unit"),
        "csv",
        "text/csv",
        lambda release, shapes, lang: ranks_csv(release.book, lang),
    ),
    "scores": Document(
        Text("得分表", "Scores"),
        Text("每单位每指标一行", "a row for each unit and indicator"),
        "csv",
        "text/csv",
        lambda release, shapes, lang: scores_csv(release.book, lang),
    ),
    "result": Document(
        Text("结果文件", "The result"),
        Text("规则、数据、得分全在内，任何人可离线重算", "rules, figures and scores; anyone recomputes it"),
        "json",
        "application/json",
        lambda release, shapes, lang: result_bytes(dict(release.book.result)),
    ),
    "site": Document(
        Text("公开网页", "The public pages"),
        Text("网页、图表和开放数据，放到任何网站上都能看", "pages, charts and open data for any web server"),
        "zip",
        "application/zip",
        _site,
        public=True,
    ),
}


def documents_of(audience: str) -> dict[str, Document]:
    """What is made of a publication to an audience, in the order of a meeting."""
    return {kind: one for kind, one in DOCUMENTS.items() if audience == "public" or not one.public}


def file_name(kind: str, number: str, lang: Lang) -> str:
    """`2023-Q1-1-workbook-zh.xlsx`."""
    return f"{number}-{kind}-{lang}.{DOCUMENTS[kind].ending}"
