"""`leitai new`: what it writes is sound, scores at once, and never overwrites."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from leitai.engine.assess.result import build_result
from leitai.engine.assess.run import score_figures
from leitai.engine.errors import InputError
from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.anatomy import keys_of
from leitai.engine.rulebook.load import read_rulebook
from leitai.engine.rulebook.model import Policies
from leitai.engine.rulebook.schema import json_schema
from leitai.engine.rulebook.skeleton import skeleton, write_skeleton
from leitai.tables.read import read_figures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "my-contest")
    return tmp_path / "my-contest"


def test_it_checks_without_fault_or_warning(folder: Path) -> None:
    reading = read_rulebook(folder / "rulebook.yaml")
    assert [fault.line() for fault in reading.faults] == []
    assert reading.digest


def test_it_scores_at_once(folder: Path) -> None:
    rulebook = read_rulebook(folder / "rulebook.yaml").rulebook
    assert rulebook is not None
    table = read_figures(folder / "figures.csv")
    assert table.faults == ()
    result = build_result(score_figures(rulebook, table.figures))
    ranks = {id_: entry["places"]["contest"]["rank"] for id_, entry in result["values"]["2025-Q1"].items()}
    assert sorted(ranks.values()) == [1, 1, 2, 2, 3, 3, 4]


def test_it_uses_several_methods_and_every_part() -> None:
    text = skeleton()["rulebook.yaml"]
    used = set(re.findall(r"method: \{name: (\w+)", text))
    assert len(used) == 4
    assert used <= {name for name, _ in methods()}
    for part in ("adjustments:", "grades:", "awards:", "lights:", "policies:"):
        assert f"\n{part}" in text


def test_every_policy_names_all_its_choices_on_its_line_or_above() -> None:
    text = skeleton()["rulebook.yaml"].split("\npolicies:\n")[1]
    for key, shape in keys_of(Policies).items():
        line = next(one for one in text.splitlines() if one.startswith(f"  {key}:"))
        said = line + text[: text.index(line)].rsplit("\n", 2)[-2] if key == "rounding" else line
        choices = ("half_up", "gbt8170") if key == "rounding" else shape.choices
        assert all(choice in said for choice in choices), key
        if shape.part is not None and key != "rounding":
            assert all(f"{inner}:" in said for inner in keys_of(shape.part)), key


def test_an_editor_finds_the_schema_beside_it(folder: Path) -> None:
    first = (folder / "rulebook.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./rulebook.schema.json"
    assert json.loads((folder / "rulebook.schema.json").read_text(encoding="utf-8")) == json_schema()


def test_the_readme_speaks_the_language_asked_for() -> None:
    assert "五步" in skeleton("zh")["README.md"]
    assert "five steps" in skeleton("en")["README.md"]
    assert set(skeleton("en")) == set(skeleton("zh"))


@pytest.mark.parametrize("name", ["figures.csv", ".hidden"])
def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        write_skeleton(tmp_path)
    (fault,) = raised.value.faults
    assert fault.code == "NW-001"
    assert name in fault.line()
    assert "mend" in fault.as_dict()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="NW-001"):
        write_skeleton(tmp_path / "there")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    written = write_skeleton(tmp_path)
    assert [path.name for path in written] == ["rulebook.yaml", "figures.csv", "README.md", "rulebook.schema.json"]
    assert all(path.is_file() for path in written)
