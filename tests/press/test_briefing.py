"""The briefing that runs by itself: what it says is the book's, its captions keep time, its clips lie beside it."""

from __future__ import annotations

import re

import pytest

from leitai import engine
from leitai.engine.errors import Lang
from leitai.press.briefing import Clip, make_briefing, read_clips
from leitai.press.briefing.captions import LEAST, cues_of, srt, vtt
from leitai.press.release import Release
from tests.press.releases import CHINESE, awkward, demo, numbers, wrong_numbers


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_is_the_books(lang: Lang) -> None:
    release = demo(before="2023-Q2", audience="meeting")
    page = make_briefing(release, lang=lang).html
    assert len(numbers(page)) > 300
    assert wrong_numbers(release, page) == []


def test_made_twice_it_is_the_same() -> None:
    assert make_briefing(demo()) == make_briefing(demo())


def test_each_group_has_its_standing_and_each_track_what_is_strong_and_what_is_short() -> None:
    scenes = {scene.id: scene for scene in make_briefing(demo(before="2023-Q2")).scenes}
    assert list(scenes)[:3] == ["opening", "county-standing", "county-track-strength"]
    assert list(scenes)[-1] == "close"
    assert scenes["county-standing"].narration == (
        "第 1 名，杉泽市，95.55 分。",
        "第 2 名，澜川高新区，94.35 分。",
        "第 3 名，汐桥区，92.04 分。",
        "名次上升最多的是岫岚县，上升 5 位。",
        "名次下降最多的是鹭汀区，下降 6 位。",
    )
    strength = scenes["county-track-strength"]
    assert [(card.kind, card.name, card.score) for card in strength.cards] == [
        ("亮点", "杉泽市", "6.00"),
        ("不足", "棠岑县", "3.26"),
    ]
    assert [sentence.partition("：")[0] for sentence in strength.narration] == ["实力赛道", "亮点", "不足"]


def test_captions_follow_one_another_and_say_the_whole_narration() -> None:
    made = make_briefing(demo())
    at = 0
    for scene in made.scenes:
        assert scene.start == at
        assert "".join(cue.text for cue in scene.cues) == "".join(scene.narration)
        for cue in scene.cues:
            assert cue.start >= at
            assert cue.end - cue.start >= LEAST
            at = cue.end
        assert scene.start + scene.length >= at
        at = scene.start + scene.length


def test_captions_are_files_a_player_reads() -> None:
    made = make_briefing(demo())
    count = sum(len(scene.cues) for scene in made.scenes)
    assert made.vtt.startswith(b"WEBVTT\n\n1\n00:00:00.000 --> ")
    assert len(re.findall(rb"^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}$", made.vtt, re.MULTILINE)) == count
    assert len(re.findall(rb"^\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}$", made.srt, re.MULTILINE)) == count


def test_a_name_with_signs_of_markup_stays_a_name_in_the_captions() -> None:
    class One:
        cues = cues_of(["<b>甲</b> & 乙。"], 0, "zh")

    assert b"&lt;b&gt;" in vtt([One()])
    assert "<b>甲</b> & 乙。".encode() in srt([One()])


def test_a_scene_lasts_as_long_as_its_clip_and_names_its_file() -> None:
    short, long = make_briefing(demo()), make_briefing(demo(), {"opening": Clip("clips/open.mp4", seconds=60)})
    assert long.scenes[0].length == 60_000
    assert long.scenes[1].start - short.scenes[1].start == 60_000 - short.scenes[0].length
    assert '<source src="clips/open.mp4" type="video/mp4">' in long.html.decode()
    assert "<video" not in short.html.decode()


@pytest.mark.parametrize(
    ("code", "clips"),
    [
        ("BR-001", {"opning": Clip("a.mp4")}),
        ("BR-002", {"opening": Clip("https://example.com/a.mp4")}),
        ("BR-002", {"opening": Clip("/a.mp4")}),
        ("BR-002", {"opening": Clip("clips/../../a.mp4")}),
        ("BR-003", {"opening": Clip("a.mp4", seconds=3601)}),
        ("BR-004", {"opening": Clip("a.pptx")}),
    ],
)
def test_a_clip_that_fits_nowhere_is_refused(code: str, clips: dict[str, Clip]) -> None:
    with pytest.raises(engine.InputError) as caught:
        make_briefing(demo(), clips)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_films_name_is_written_as_an_address() -> None:
    page = make_briefing(demo(), {"opening": Clip("clips/片头 #1.mp4")}).html.decode()
    assert '<source src="clips/%E7%89%87%E5%A4%B4%20%231.mp4"' in page


def test_clips_as_typed_are_read_with_every_fault_at_once() -> None:
    known = ["opening", "close"]
    assert read_clips({"opening": (" a.WebM ", " 7 "), "close": ("", " ")}, known) == {
        "opening": Clip("a.WebM", "video/webm", 7)
    }
    with pytest.raises(engine.InputError) as caught:
        read_clips({"opening": ("", "60"), "close": ("a.mp4", "1:30")}, known)
    assert [(fault.where, fault.code) for fault in caught.value.faults] == [("close", "BR-003"), ("opening", "BR-002")]


def test_the_english_briefing_has_no_chinese_of_its_own() -> None:
    release = demo(before="2023-Q2")
    page = make_briefing(release, lang="en").html.decode()
    units = sorted((column.indicator.unit for column in release.book.plan.columns), key=len, reverse=True)
    words = re.sub(
        rf"<style>.*?</style>|澜川市大竞赛考评办|{'|'.join(map(re.escape, units))}", "", page, flags=re.DOTALL
    )
    assert sorted(set(CHINESE.findall(words))) == []


@pytest.mark.parametrize(("name", "release"), list(awkward()), ids=lambda one: one if isinstance(one, str) else "")
def test_awkward_releases_still_have_their_briefing(name: str, release: Release) -> None:
    made = make_briefing(release)
    assert [scene.id for scene in made.scenes][:1] == ["opening"]
    assert "<script>alert" not in made.html.decode()
