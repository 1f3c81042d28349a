"""Laws of comparisons over random editions and figures: every account adds up, every waterfall ends where it says."""

from __future__ import annotations

import os
from fractions import Fraction
from itertools import islice, product

from hypothesis import HealthCheck, given, settings

from leitai import engine
from leitai.engine.assess.plan import ROOT
from leitai.engine.compare import (
    account_of,
    field_of,
    highlights,
    losses,
    moved,
    tracks,
    waterfall,
)
from leitai.engine.compare.moved import rank_among, rank_key
from tests.random_figures import contests
from tests.strategies import editions

EXAMPLES = int(os.environ.get("LEITAI_EXAMPLES", "25"))
usual = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
CONTESTS = contests(editions(most_leaves=5))
Contest = tuple[engine.Rulebook, list[engine.Figure], str]
# A number a result does not round is written to twelve significant digits: no account is wrong by more for each.
FINE = Fraction(1, 10**10)


def opened(contest: Contest) -> engine.Book:
    rulebook, figures, period = contest
    return engine.open_book(engine.build_result(engine.score_figures(rulebook, figures, period, trial=True)))


def whole(book: engine.Book) -> bool:
    """Whether every node and total is rounded, so that ticks add."""
    rounding = book.plan.policies.rounding
    return None not in (rounding.indicator, rounding.track, rounding.total)


@usual
@given(CONTESTS)
def test_losses_and_extras_add_up_to_the_published_total(contest: Contest) -> None:
    book = opened(contest)
    for period, contestant in [(p, c) for p in book.periods for c in book.result["values"][p]]:
        found = losses(book, contestant, period)
        entry = book.entry(period, contestant)
        assert (found.base is None) == (entry["base"] is None)
        if found.base is None or found.score is None:
            continue
        lost = sum((line.lost for line in found.leaves if line.lost is not None), Fraction(0))
        assert found.full - found.base == lost - found.residue
        assert found.base + sum((extra.points for extra in found.extras), Fraction(0)) == found.score
        assert sum((line.full for line in found.leaves), Fraction(0)) == found.full or not found.lines


@usual
@given(CONTESTS)
def test_a_residue_is_no_more_than_rounding(contest: Contest) -> None:
    """Where a branch is rounded, it differs from its children by half a tick at most; else by what is not written."""
    book = opened(contest)
    rounding = book.plan.policies.rounding
    half = Fraction(1, 2 * 10**rounding.track) if rounding.track is not None else Fraction(0)
    for contestant in book.result["values"][book.period]:
        account = account_of(book, contestant)
        if account.total is None:
            continue
        for part in account.root.walk():
            limit = (half if part.node != ROOT and not part.leaf else Fraction(0)) * part.scale
            size = max([abs(child.score or 0) for child in part.children] + [abs(part.score or 0), Fraction(1)])
            assert abs(part.residue) <= limit + size * FINE
            if whole(book) and part.node != ROOT and all(child.scale == part.scale for child in part.children):
                ticks = max(rounding.indicator or 0, rounding.track or 0) <= (rounding.track or 0)
                assert not ticks or part.residue == 0


@usual
@given(CONTESTS)
def test_a_waterfall_ends_exactly_at_the_total(contest: Contest) -> None:
    book = opened(contest)
    ids = list(book.result["values"][book.period])
    for one, other in islice(product(ids, ids), 12):
        found = waterfall(book, one, other)
        totals = [account_of(book, id_).total for id_ in (other, one)]
        assert (found is None) == (None in totals)
        if found is None:
            continue
        assert [found.start, found.end] == totals
        for steps in (found.steps, tuple(found.flat())):
            assert found.start + sum((step.change for step in steps), Fraction(0)) == found.end
        if one == other:
            assert not any(step.change for step in found.flat())


@usual
@given(CONTESTS)
def test_what_moved_a_total_ends_exactly_at_it_and_places_split_in_two(contest: Contest) -> None:
    book = opened(contest)
    earlier = book.periods[0]
    for contestant in book.result["values"][book.period]:
        step = moved(book, book, contestant, book.period, earlier)
        if step is None:
            continue
        assert step.steps.start + sum((one.change for one in step.steps.flat()), Fraction(0)) == step.steps.end
        if step.places is not None:
            assert step.places.own + step.places.others == step.places.gained
            assert earlier != book.period or step.places.own == step.places.others == 0


@usual
@given(CONTESTS)
def test_the_key_of_a_total_gives_its_published_rank(contest: Contest) -> None:
    """The rank a total of before would have today is found by the very order that ranks today's."""
    book = opened(contest)
    if book.plan.policies.rank_on == "exact":
        return
    for group in book.groups():
        ranked = [row.contestant for row in book.rows(group.id) if row.rank]
        keys = {id_: rank_key(book, book.entry(book.period, id_)) for id_ in ranked}
        for row in book.rows(group.id):
            if row.rank:
                others = [key for id_, key in keys.items() if id_ != row.contestant]
                assert rank_among(keys[row.contestant], others, book.plan.policies.ties == "dense") == row.rank


@usual
@given(CONTESTS)
def test_distances_and_tables_agree_with_the_book(contest: Contest) -> None:
    book = opened(contest)
    for group in book.groups():
        field = field_of(book, group.id)
        table = tracks(book, group.id, field=field)
        assert [row.contestant for row, _ in table.lines] == [row.contestant for row in book.rows(group.id)]
        for row, cells in table.lines:
            found = losses(book, row.contestant, field=field)
            assert found.total.cell.rank == row.rank
            for line in (found.total, *found.lines):
                for there in (line.first, line.next):
                    assert there is None or there.rank == field.entry(line.node, there.whose[0]).rank  # type: ignore[union-attr]
                assert (line.next is None) == (line.cell.rank < 2)
            for track, cell in zip(table.tracks, cells, strict=True):
                shown = book.cell(book.period, row.contestant, track.node)
                assert (cell is None) == (shown is None)
                assert cell is None or shown is None or (cell.shown, cell.rank) == (shown.score, shown.rank)
            for one in highlights(book, row.contestant, field=field):
                assert one.good == (one.lead > 0)
                assert one.rank
