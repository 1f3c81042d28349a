"""Laws of a whole contest over random editions and figures: what holds whatever the rule and whatever is missing."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leitai import engine
from leitai.engine.assess.run import Run
from leitai.engine.explain import reconcile
from leitai.engine.units import convert
from tests.random_figures import contests
from tests.strategies import editions

EXAMPLES = int(os.environ.get("LEITAI_EXAMPLES", "25"))
usual = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
CONTESTS = contests(editions(most_leaves=5))


def tried(rulebook: engine.Rulebook, figures: list[engine.Figure], period: str) -> Run:
    return engine.score_figures(rulebook, figures, period, trial=True)


def plain(run: Run) -> dict[str, object]:
    return engine.build_result(run)["values"]  # type: ignore[no-any-return]


@usual
@given(CONTESTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(contest: tuple, shuffler: random.Random) -> None:  # type: ignore[type-arg]
    rulebook, figures, period = contest
    shuffled = list(figures)
    shuffler.shuffle(shuffled)
    assert engine.build_result(tried(rulebook, figures, period)) == engine.build_result(
        tried(rulebook, shuffled, period)
    )


@usual
@given(CONTESTS)
def test_the_order_of_contestants_never_matters(contest: tuple) -> None:  # type: ignore[type-arg]
    rulebook, figures, period = contest
    turned = rulebook.model_copy(update={"contestants": rulebook.contestants[::-1]})
    assert plain(tried(rulebook, figures, period)) == plain(tried(turned, figures, period))


@usual
@given(CONTESTS)
def test_every_explanation_re_adds_and_every_result_verifies(contest: tuple) -> None:  # type: ignore[type-arg]
    rulebook, figures, period = contest
    run = tried(rulebook, figures, period)
    result = engine.build_result(run)
    assert engine.verify(engine.result_bytes(result), result["code"])[1] == []
    book = engine.open_book(result)
    for contestant in run.standings[period]:
        trace = engine.explain_score(run, contestant)
        reconcile(trace)
        for part in trace.walk():
            cell = book.cell(period, contestant, part.node)
            assert cell is not None
            assert part.score == cell.score


@usual
@given(CONTESTS)
def test_a_figure_may_be_written_in_another_unit(contest: tuple) -> None:  # type: ignore[type-arg]
    rulebook, figures, period = contest
    run = tried(rulebook, figures, period)
    units = {item.id: item.unit for item in run.plan.inputs.values()}
    other = {"亿元": ("万元", 10_000), "%": ("‰", 10), "个": ("", 1)}
    written = []
    for f in figures:
        unit, times = other.get(units[f.indicator], ("", 1))
        if f.value is None or not unit or f.role == "ruling":
            written.append(f)
        else:
            value = f.value * times
            assert convert(value, unit, units[f.indicator]) == f.value
            written.append(f._replace(value=value, unit=unit))
    assert plain(tried(rulebook, written, period)) == plain(run)


@usual
@given(CONTESTS)
def test_a_round_scored_among_others_is_the_round_scored_alone(contest: tuple) -> None:  # type: ignore[type-arg]
    """Rounds are a leading axis of the same kernels: a batch and a single give the same ticks."""
    rulebook, figures, period = contest
    together = tried(rulebook, figures, period)
    assume(len(together.snapshot.rounds) > 1)
    alone = engine.score_figures(rulebook, figures, period, trial=True, earlier={})
    both, single = plain(together)[period], plain(alone)[period]
    assert isinstance(both, dict)
    assert isinstance(single, dict)
    for contestant, entry in both.items():
        for key in ("score", "base", "nodes", "adjustments", "flags", "grade"):
            assert entry.get(key) == single[contestant].get(key), (contestant, key)


@usual
@given(CONTESTS)
def test_equal_scores_share_a_rank_and_better_scores_stand_before(contest: tuple) -> None:  # type: ignore[type-arg]
    rulebook, figures, period = contest
    run = tried(rulebook, figures, period)
    last = {a.id for a in rulebook.adjustments if a.effect == "rank_last"}
    exact = run.plan.policies.rank_on == "exact"
    broken = not isinstance(run.plan.policies.ties, str)
    for group in run.groups:
        table = [s for s in run.standings[period].values() if s.group == group.grid.group.id]
        ranked = [s for s in table if s.places[rulebook.peers][1].rank and not s.effects & last]
        for a in ranked:
            for b in ranked:
                one, other = a.places[rulebook.peers][1].rank, b.places[rulebook.peers][1].rank
                assert a.score is not None
                assert b.score is not None
                if a.score > b.score:
                    assert one < other
                elif a.score == b.score and not exact and not broken:
                    assert one == other


@usual
@given(CONTESTS)
def test_an_indicator_without_open_cases_stays_within_its_points(contest: tuple) -> None:  # type: ignore[type-arg]
    rulebook, figures, period = contest
    run = tried(rulebook, figures, period)
    for group in run.groups:
        for column in run.plan.columns:
            if not column.method.bounded:
                continue
            points = run.plan.points(column, group.grid.group.id)
            for r in range(len(group.grid.periods)):
                for i in range(len(group.grid.contestants)):
                    if group.leaves.state[r, i, column.index] == 0:
                        half = Fraction(1, 2) / 10 ** (run.plan.policies.rounding.indicator or 0)
                        assert -half <= group.leaves.score.at((r, i, column.index)) <= points + half


def test_decimals_do_not_pass_through_floats() -> None:
    """0.1 + 0.2 is 0.3: a sum of tenths equals its full points to the last tick."""
    assert sum([Decimal("0.1")] * 3) == Decimal("0.3")
