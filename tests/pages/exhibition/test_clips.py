"""The films of a briefing: named scene by scene, refused with every fault at once, told to who shows it."""

from __future__ import annotations

import datetime
import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from leitai.press.briefing import Clip
from leitai.web.exhibition import api as exhibition
from leitai.web.exhibition.clips import clips_of
from leitai.web.exhibition.errors import Faulty
from leitai.web.exhibition.models import ClipSet, Rendering
from leitai.web.exhibition.services.clipping import save_clips
from leitai.web.exhibition.services.packing import ask_pack, rendering_path
from leitai.web.foundation.api import AuditEvent, NotAllowed, verify
from tests.cast import PLACE, Cast
from tests.pages.assessment.permissions import published, scored
from tests.visitor import Visitor

DAY = datetime.datetime(2023, 5, 6, 9, tzinfo=PLACE)
FILM = {"opening": Clip("clips/开场.mp4", seconds=60)}


def test_a_set_is_saved_once_and_the_last_one_stands(cast: Cast) -> None:
    made = published(cast, scored(cast))
    assert save_clips(actor=cast["office"], at=DAY, publication=made, clips={}) is None
    first = save_clips(actor=cast["office"], at=DAY, publication=made, clips=FILM)
    assert save_clips(actor=cast["office2"], at=DAY, publication=made, clips=FILM) == first
    assert clips_of(made) == FILM
    later = FILM | {"close": Clip("a.webm", "video/webm")}
    save_clips(actor=cast["office2"], at=DAY, publication=made, clips=later)
    assert clips_of(made) == later
    save_clips(actor=cast["office"], at=DAY, publication=made, clips={})
    assert clips_of(made) == {}
    acts = AuditEvent.objects.filter(act="save_clips").order_by("pk")
    assert [json.loads(one.data)["clips"] for one in acts] == [1, 2, 0]
    assert verify() == []


@pytest.mark.parametrize("who", ["leader", "auditor", "liaison"])
def test_only_the_office_chooses_films(cast: Cast, who: str) -> None:
    made = published(cast, scored(cast))
    with pytest.raises(NotAllowed):
        save_clips(actor=cast[who], at=DAY, publication=made, clips=FILM)


def test_every_fault_is_named_at_once(cast: Cast) -> None:
    made = published(cast, scored(cast))
    bad = {"opning": Clip("a.mp4"), "opening": Clip("../a.mp4", seconds=-1), "close": Clip("a.pptx")}
    with pytest.raises(Faulty) as caught:
        save_clips(actor=cast["office"], at=DAY, publication=made, clips=bad)
    assert [fault.code for fault in caught.value.faults] == ["BR-001", "BR-002", "BR-003", "BR-004"]
    assert not ClipSet.objects.exists()


def test_the_page_takes_a_film_for_a_scene_and_keeps_what_was_typed(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    url, office = f"/exhibition/{made.number}/clips/", visitor.as_("office")
    assert "片子文件名" in office.get(url).content.decode()
    typed = {"file-opening": "https://example.com/a.mp4", "seconds-opening": "一分钟", "file-close": "close.mp4"}
    answer = office.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有 2 处要改" in page
    assert 'value="https://example.com/a.mp4"' in page
    assert 'value="close.mp4"' in page
    assert not ClipSet.objects.exists()
    assert office.status("post", url, {"file-opening": " clips/open.mp4 ", "seconds-opening": "60"}) == 302
    assert clips_of(made) == {"opening": Clip("clips/open.mp4", seconds=60)}
    page = visitor.as_("office2", "en").get(url).content.decode()
    assert 'value="clips/open.mp4"' in page
    assert "孙考评" in page
    assert "readme.txt" in page
    assert f'href="{url}"' in office.get(f"/exhibition/{made.number}/pack/").content.decode()
    assert f'href="{url}"' not in visitor.as_("leader").get(f"/exhibition/{made.number}/pack/").content.decode()


def test_no_film_lies_on_the_server(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    save_clips(actor=cast["office"], at=DAY, publication=made, clips=FILM)
    assert "<video" not in visitor.as_("office").get(f"/exhibition/{made.number}/briefing/").content.decode()


@pytest.mark.django_db(transaction=False)
def test_the_pack_has_the_films_and_says_where_they_belong(cast: Cast, monkeypatch: Any) -> None:
    from leitai.web.exhibition import documents
    from leitai.web.exhibition.services import packing

    one = {"briefing": documents.DOCUMENTS["briefing"]}
    monkeypatch.setattr(packing, "documents_of", lambda audience: one)
    made = published(cast, scored(cast))

    def packed() -> dict[str, bytes]:
        exhibition.make_pack(ask_pack(actor=cast["office"], at=DAY, publication=made, lang="zh").pk)
        last = Rendering.objects.filter(publication=made, kind="briefing").order_by("-pk")[0]
        with ZipFile(BytesIO(rendering_path(last.digest).read_bytes())) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    plain = packed()
    assert sorted(plain) == ["briefing.html", "captions.srt", "captions.vtt"]
    save_clips(actor=cast["office"], at=DAY, publication=made, clips=FILM)
    filmed = packed()
    told = filmed["说明.txt"].decode("utf-8-sig")
    assert "clips/开场.mp4" in told
    assert "60 秒" in told
    assert "素材未找到" in told
    assert b'<source src="clips/%E5%BC%80%E5%9C%BA.mp4"' in filmed["briefing.html"]
    assert packed() == filmed
    assert Rendering.objects.count() == 2
    # Without the films again, the last one given out is the one without.
    save_clips(actor=cast["office"], at=DAY, publication=made, clips={})
    assert packed() == plain
    assert verify() == []
