"""The settings: read once, refused where they make no sense, and each of them in the reference."""

from __future__ import annotations

import dataclasses
import os
import stat
from pathlib import Path

import pytest

from leitai.engine.errors import UsageError
from leitai.web.config import Config, parse_database_url, read_config, secret_key, settings_page


def test_nothing_given_is_the_defaults(tmp_path: Path) -> None:
    assert read_config({}, tmp_path) == Config()


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "leitai.toml").write_text('title = "甲"\nhttps = true\nhosts = ["a.example", "b.example"]\n', "utf-8")
    config = read_config({"LEITAI_TITLE": "乙"}, tmp_path)
    assert (config.title, config.https, config.hosts) == ("乙", True, ("a.example", "b.example"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEITAI_HTTPS", "perhaps"),
        ("LEITAI_IDLE_MINUTES", "0"),
        ("LEITAI_IDLE_MINUTES", "soon"),
        ("LEITAI_SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://host/"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=name):
        read_config({name: value}, tmp_path)


def test_a_password_in_a_refused_address_is_not_shown() -> None:
    with pytest.raises(UsageError) as refused:
        parse_database_url("mysql://li:hunter2@host/x")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("text", ["titl3 = 1\n", "not toml"])
def test_a_file_with_an_unknown_key_or_no_sense_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "leitai.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError):
        read_config({}, tmp_path)


def test_an_address_of_a_database_is_taken_apart() -> None:
    found = parse_database_url("postgresql://li:p%40ss@db.example:5433/leitai?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("li", "p@ss", "db.example", "5433")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_the_secret_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data")
    first = secret_key(config)
    assert len(first) >= 50
    assert secret_key(config) == first
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


def test_the_reference_says_every_setting(root: Path) -> None:
    assert (root / "docs" / "reference" / "settings.md").read_text(encoding="utf-8") == settings_page()


def test_every_setting_has_its_words_in_both_languages() -> None:
    for one in dataclasses.fields(Config):
        for words in (one.metadata["what"], one.metadata["allowed"]):
            assert words.zh
            assert words.en
            assert words.en != words.zh
