"""What every registered method must have and do; found by looking, so that a new one is tested by being there."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest

from leitai.engine.methods.method import Example, Method, Rules
from leitai.engine.methods.probe import try_example
from leitai.engine.methods.registry import NOT_FAMILIES, find_method, method_names, methods
from tests.arithmetic import evaluate

METHODS = list(methods().values())
EXAMPLES = [(method, example) for method in METHODS for example in method.examples]
OTHERS = {"leitai.engine.exact", "leitai.engine.methods.probe", "leitai.engine.rulebook.interval"}
OPEN_ANSWERS = {
    "tied_ladder": {"shared", "mean"},
    "equal_range": {"full", "base", "ruling"},
    "zero_target": {"ruling", "zero", "threshold"},
    "nonpositive_base": {"ruling", "zero", "threshold"},
    "peers_include_self": {True, False},
}


def named(case: object) -> str:
    if isinstance(case, Method):
        return case.key
    return case.title.en if isinstance(case, Example) else str(case)


def chapter(method: Method, root: Path) -> str:
    return (root / "docs" / "methods" / f"{method.name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("method", "example"), EXAMPLES, ids=named)
def test_worked_example_comes_out(method: Method, example: Example) -> None:
    assert tuple(try_example(method, example).rounded(example.places)) == example.expected


@pytest.mark.parametrize(("method", "example"), EXAMPLES, ids=named)
def test_explanation_adds_up_to_the_points(method: Method, example: Example) -> None:
    trial = try_example(method, example)
    for row in range(trial.computed.shape[0]):
        if trial.computed[row, 0]:
            lines = trial.lines(row)
            assert [evaluate(line.expression) for line in lines] == [line.value for line in lines]
            assert lines[-1].value == trial.points(row)
            assert all(line.label.zh and line.label.en for line in lines)


@pytest.mark.parametrize(("method", "example"), EXAMPLES, ids=named)
def test_a_case_closed_by_a_policy_is_told(method: Method, example: Example) -> None:
    trial = try_example(method, example)
    for row in range(trial.computed.shape[0]):
        if trial.computed[row, 0]:
            closing = trial.cell(row).flags & {"zero_target", "nonpositive_base", "equal_range", "tied_ladder"}
            told = " ".join(line.label.zh for line in trial.lines(row))
            assert all(policy in told for policy in closing)


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_method_is_described(method: Method) -> None:
    for text in (method.title, method.summary, method.missing, *method.symbols.values()):
        assert text.zh
        assert text.en
    assert method.formula
    assert method.examples
    assert all(source[0] == "R" and source[1:].isdigit() for source in method.sources)
    assert method.sources


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_every_parameter_is_described(method: Method) -> None:
    undescribed = [name for name, field in method.parameters.model_fields.items() if not field.description]
    assert undescribed == []


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_policies_are_policies_of_the_edition(method: Method) -> None:
    assert set(method.policies) <= set(get_type_hints(Rules))


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_every_answer_of_every_policy_has_an_example(method: Method) -> None:
    usual = {"tied_ladder": "shared", "equal_range": "full", "zero_target": "ruling", "nonpositive_base": "ruling"}
    for policy in set(method.policies) & set(OPEN_ANSWERS):
        shown = {example.rules.get(policy, usual.get(policy)) for example in method.examples}
        assert OPEN_ANSWERS[policy] <= shown, policy


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_chapter_cites_the_sources_and_names_the_parameters(method: Method, root: Path) -> None:
    text = chapter(method, root)
    unnamed = [name for name in (*method.sources, *method.policies) if name not in text]
    unnamed += [name for name in method.parameters.model_fields if f"`{name}`" not in text]
    assert unnamed == []


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_kernel_docstring_has_its_parts_in_order(method: Method) -> None:
    text = method.kernel.__doc__ or ""
    places = [text.find(part) for part in ("Formula", "Symbols", "Source", "Shapes", "Missing", "Example", ">>>")]
    assert places == sorted(places)
    assert places[0] > 0
    assert re.search(r"\. [\u4e00-\u9fff]+$", text.splitlines()[0])


@pytest.mark.parametrize("module", sorted({method.kernel.__module__ for method in METHODS} | OTHERS))
def test_printed_examples_run(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted
    assert result.failed == 0


def test_registry_finds_each_method_once() -> None:
    assert find_method("completion") is methods()["completion", 1]
    assert find_method("no_such_method") is None
    assert len(method_names()) == len(METHODS)


def test_registry_looks_into_every_file_of_the_folder() -> None:
    import leitai.engine.methods as folder

    assert isinstance(folder, ModuleType)
    here = {path.stem for path in Path(folder.__path__[0]).glob("*.py")} - {"__init__"}
    families = {method.kernel.__module__.rpartition(".")[2] for method in METHODS}
    assert here == families | NOT_FAMILIES
