"""not_yet_published: previous — the explanation names the cell whose figure stood in."""

from leitai import engine
from leitai.engine.assess.run import Run
from leitai.engine.explain import explain_score
from tests.contests import contest, figures, leaf

PREVIOUS = {"not_yet_published": "previous"}


def told(run: Run, node: str) -> list[tuple[str, str]]:
    trace = next(one for one in explain_score(run, "u0").walk() if one.node == node)
    return [(one.say("zh"), one.say("en")) for one in trace.sentences if one.kind == "policy"]


def test_the_figure_of_the_round_before_is_named_by_its_cell() -> None:
    rows = figures({"a": ["60", "50"]}) + figures({"a": ["not_yet_published", "55"]}, "2023-Q2")
    rulebook = engine.rulebook_from_plain(contest([leaf("a", "given")], 2, PREVIOUS))
    [(zh, en)] = told(engine.score_figures(rulebook, rows, "2023-Q2"), "a")
    expected = "2023-Q2 数据尚未公布，按政策 not_yet_published = previous 沿用 2023-Q1 数据：2023-Q1 实际值 60%（"
    assert zh.startswith(expected)
    assert "the figure of 2023-Q1 stands in: 2023-Q1 actual 60%" in en


def test_of_a_formula_the_input_that_stood_in_is_named() -> None:
    series = {"series": [{"id": "s", "name": "工业增加值", "unit": "%", "period": "period"}]}
    nodes = [leaf("a", "given", "60", formula="s + 1"), leaf("b", "given", "40")]
    rulebook = engine.rulebook_from_plain(contest(nodes, 2, PREVIOUS, **series))
    rows = figures({"s": ["5", "6"], "b": ["1", "1"]})
    rows += figures({"s": ["not_yet_published", "7"], "b": ["1", "1"]}, "2023-Q2")
    run = engine.score_figures(rulebook, rows, "2023-Q2")
    [(zh, en)] = told(run, "a")
    assert zh.startswith("工业增加值 2023-Q2 数据尚未公布")
    assert "2023-Q1 实际值 5%" in zh
    assert en.startswith("工业增加值, 2023-Q2 is not yet published")
    assert "2023-Q1 actual 5%" in en
    assert told(run, "b") == []
