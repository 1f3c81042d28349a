"""Output files: whole or not at all."""

import os
from pathlib import Path

import pytest

from leitai.tables.whole import whole_file, whole_set, write_set, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "结果.json"
    write_whole(path, b"1")
    write_whole(path, b"22")
    assert path.read_bytes() == b"22"
    assert names(tmp_path) == ["结果.json"]


def write_half(path: Path, then: BaseException) -> None:
    with whole_file(path) as file:
        file.write(b"half")
        raise then


@pytest.mark.parametrize("then", [RuntimeError(), KeyboardInterrupt()])
def test_a_failure_or_an_interruption_leaves_the_old_file(tmp_path: Path, then: BaseException) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")
    with pytest.raises(type(then)):
        write_half(path, then)
    with pytest.raises(type(then)):
        write_half(tmp_path / "b", then)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_set_appears_together(tmp_path: Path) -> None:
    with whole_set(tmp_path / "out" / "deep") as files:
        with files.open("a") as file:
            file.write(b"1")
        files.path("b").write_bytes(b"2")
        assert [name for name in names(tmp_path / "out" / "deep") if not name.startswith(".")] == []
    assert names(tmp_path / "out" / "deep") == ["a", "b"]


def half_a_set(folder: Path) -> None:
    with whole_set(folder) as files:
        with files.open("a") as file:
            file.write(b"1")
        raise RuntimeError


def test_a_set_that_fails_before_the_end_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        half_a_set(tmp_path / "out")
    assert names(tmp_path) == []


def test_a_set_that_fails_while_put_in_place_puts_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(tmp_path, {"a": b"old a", "c": b"old c"})
    replace, done = os.replace, list[str]()

    def fail_at_the_third(source: Path, target: Path) -> None:
        if Path(target).name == "c" and Path(source).suffix == ".part":
            raise OSError("disk full")
        done.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_at_the_third)
    with pytest.raises(OSError, match="disk full"):
        write_set(tmp_path, {"a": b"new a", "b": b"new b", "c": b"new c"})
    assert done[:2] == ["a", "b"]
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {"a": b"old a", "c": b"old c"}


def test_a_folder_in_the_way_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError):
        write_set(tmp_path, {"a": b"1", "b": b"2"})
    assert names(tmp_path) == ["b"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "/etc/x", "."])
def test_only_plain_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        write_set(tmp_path, {name: b"1"})


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_modes_and_links_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    old = os.umask(0o022)
    try:
        write_whole(path, b"1")
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    link.symlink_to(path)
    write_whole(link, b"2")
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o600)


def test_a_long_name_in_chinese(tmp_path: Path) -> None:
    name = "结" * 80 + ".csv"
    write_whole(tmp_path / name, b"1")
    assert names(tmp_path) == [name]
