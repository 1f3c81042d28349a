"""The pure decisions of collection: states, lateness, duties, checks, burden, sampling."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.web.collection.calendar import Calendar, NoHolidayTable, Year
from leitai.web.collection.rules import burden, checks, sampling, states
from leitai.web.collection.rules.duties import choose_verifier

DAY = datetime.date(2023, 4, 18)
acts = st.sampled_from(sorted({act for _, act in states.MOVES}))
days = st.dates(datetime.date(2005, 1, 1), datetime.date(2025, 12, 31))


# -- states --------------------------------------------------------------------------------------------------------


@given(st.lists(acts, max_size=30))
def test_a_cell_is_verified_only_by_a_verification_after_its_last_filing(history: list[states.Act]) -> None:
    state: states.State = "empty"
    good = False
    for act in history:
        after = states.next_state(state, act)
        if after is None:
            continue
        state = after
        good = {"verify": True, "confirm": good, "silence": good, "question": good, "answer": good}.get(act, False)
        assert (state in ("verified", "confirmed", "questioned")) == good


def test_every_state_has_a_way_out_and_a_sign_of_its_own() -> None:
    assert {state for state, _ in states.MOVES} == set(states.STATES) == set(states.SIGNS)
    assert len(set(states.SIGNS.values())) == len(states.STATES)


@pytest.mark.parametrize(
    ("stored", "decisions", "status"),
    [
        ("reported", [], "reported"),
        ("reported", ["verify"], "verified"),
        ("reported", ["verify", "confirm"], "verified"),
        ("reported", ["verify", "question", "answer"], "verified"),
        ("reported", ["verify", "return"], "reported"),
        ("late", ["verify"], "late"),
        ("late", [], "reported"),
        ("not_applicable", [], "reported"),
        ("not_applicable", ["verify"], "not_applicable"),
        ("unreported", ["verify"], None),
        ("reported", ["confirm", "answer", "silence"], "reported"),
    ],
)
def test_a_status_comes_from_the_decisions(stored: str, decisions: list[str], status: str | None) -> None:
    assert states.status_of(stored, decisions) == status


def test_lateness() -> None:
    after, back = DAY + datetime.timedelta(days=2), DAY + datetime.timedelta(days=1)
    assert not states.is_late("", "empty", DAY, DAY, None)
    assert states.is_late("", "empty", back, DAY, None)
    assert not states.is_late("reported", "returned", after, DAY, after)
    assert states.is_late("reported", "returned", after, DAY, back)
    assert states.is_late("late", "verified", DAY, DAY, None)
    assert not states.is_late("reported", "verified", after, DAY, None)


# -- working days --------------------------------------------------------------------------------------------------


def test_the_planted_late_figures_are_as_many_working_days_late_as_the_demo_says() -> None:
    calendar = Calendar({})
    assert calendar.between(datetime.date(2023, 7, 18), datetime.date(2023, 7, 21)) == 3
    assert calendar.between(datetime.date(2023, 10, 18), datetime.date(2023, 10, 20)) == 2
    assert calendar.between(datetime.date(2023, 9, 28), datetime.date(2023, 10, 8)) == 2  # 7 and 8 October were worked


@given(days, st.integers(0, 30))
def test_adding_working_days_counts_them(day: datetime.date, count: int) -> None:
    calendar = Calendar({})
    start = calendar.on_or_after(day)
    assert calendar.between(start, calendar.add(start, count)) == count
    assert calendar.is_working(calendar.add(start, count))


def test_a_year_without_a_table_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(NoHolidayTable, match="2040 年的放假调休安排尚未录入"):
        Calendar({}).is_working(datetime.date(2040, 1, 1))
    own = {2040: Year(frozenset({datetime.date(2040, 1, 2)}), frozenset({datetime.date(2040, 1, 7)}))}
    calendar = Calendar(own)
    assert [calendar.is_working(datetime.date(2040, 1, day)) for day in (2, 3, 7, 8)] == [False, True, True, False]


# -- duties --------------------------------------------------------------------------------------------------------

bodies = st.sampled_from(["a", "b", "c", "d", ""])


@given(bodies, bodies, bodies, bodies, bodies)
def test_the_verifier_is_never_the_filer_nor_the_contestant(
    f: str, c: str, named: str, office: str, counter: str
) -> None:
    chosen = choose_verifier(f, c, named, office, counter)
    assert chosen == "" or chosen not in (f, c)
    assert chosen or {named, office, counter} <= {f, c, ""}


# -- checks --------------------------------------------------------------------------------------------------------


def spot(**changed: object) -> checks.Spot:
    usual: dict[str, object] = {
        "where": "",
        "unit": "亿元",
        "kind": "cumulative",
        "role": "actual",
        "growth": False,
        "points": None,
        "limit": Decimal(50),
    }
    return checks.Spot(**(usual | changed))  # type: ignore[arg-type]


def codes(value: str, where: checks.Spot, **around: object) -> list[str]:
    found = checks.findings(Decimal(value), where, checks.Around(**around))  # type: ignore[arg-type]
    return [finding.fault.code for finding in found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("１２，３４５万元", "1.2345"),
        ("1.2亿", "1.2"),
        ("5000万", "0.5"),
        (" 12 ", "12"),
        ("(1,234)", "-1234"),
        ("-3.50", "-3.50"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, value: str) -> None:
    assert checks.read_value(written, spot()) == Decimal(value)


@pytest.mark.parametrize("written", ["约12", "12人", "12%", "十二", "1-2", "2023年", "#REF!", "1" * 450, "12美元", "—"])
def test_what_is_no_number_in_the_unit_is_stopped(written: str) -> None:
    found = checks.read_value(written, spot())
    assert isinstance(found, checks.Finding)
    assert found.level == "block"
    assert found.fault.line("zh")
    assert found.fault.line("en")


def test_points_given_by_people_stay_within_the_full_points() -> None:
    where = spot(unit="分", points=Fraction(2))
    assert [codes(value, where) for value in ("0", "2", "2.01", "-0.1")] == [[], [], ["CO-003"], ["CO-003"]]


def test_a_growth_of_389_per_cent_is_asked_about() -> None:
    assert codes("389.45", spot(unit="%", growth=True)) == ["CO-014"]
    assert codes("4.65", spot(), base=Decimal("0.95")) == ["CO-014"]
    assert codes("0.95", spot(role="base"), actual=Decimal("4.65")) == ["CO-014"]
    assert codes("49.9", spot(unit="%", growth=True)) == []
    assert codes("1.42", spot(), base=Decimal("0.95")) == []


def test_a_cumulative_sum_never_falls_but_a_rate_may() -> None:
    last = {"last": Decimal(12), "same_year": True}
    assert codes("11", spot(), **last) == ["CO-013"]
    assert codes("11", spot(), last=Decimal(12), same_year=False) == []
    assert codes("11", spot(unit="%"), **last) == []
    assert codes("11", spot(unit="天"), **last) == []
    assert codes("11", spot(kind="period"), **last) == []


def test_jumps_against_last_year_and_last_period() -> None:
    assert codes("16", spot(), year_ago=Decimal(10)) == ["CO-011"]
    assert codes("16", spot(), year_ago=Decimal(10), base=Decimal(12)) == []
    assert codes("4", spot(kind="point"), last=Decimal(10)) == ["CO-012"]
    assert codes("40", spot(kind="point", unit="%"), last=Decimal(80)) == []
    assert codes("9", spot(kind="period", unit="件"), last=Decimal(2)) == []
    assert codes("19", spot(kind="period", unit="件"), last=Decimal(2)) == ["CO-012"]


def test_what_is_only_shown() -> None:
    near = [Decimal(value) for value in ("90", "91", "92", "93", "94", "95")]
    assert codes("93.5", spot(kind="point", unit="%"), last=Decimal("93.5")) == ["CO-021"]
    assert codes("40", spot(kind="point", unit="%"), peers=near) == ["CO-022"]
    assert codes("40", spot(), peers=near) == []


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=6, max_size=40))
def test_the_middle_of_a_group_is_never_far_from_it(peers: list[Decimal]) -> None:
    fences = checks.spread(peers)
    if fences is not None:
        assert fences[0] <= checks.quantile(sorted(peers), 2) <= fences[1]


# -- burden, sampling ----------------------------------------------------------------------------------------------


def test_the_burden_counts_what_is_asked_and_what_is_held() -> None:
    found = burden.burdens([("a", True, False)] * 51 + [("a", True, True), ("a", False, False), ("b", True, True)])
    assert [(one.organisation, one.asked, one.held, one.optional, one.pages, one.minutes) for one in found] == [
        ("a", 52, 1, 1, 2, 26),
        ("b", 1, 1, 0, 1, 1),
    ]
    assert burden.total(found).asked == 53


cells = st.lists(
    st.builds(
        sampling.Drawable, st.text("abcdef", min_size=1, max_size=6), st.sampled_from([(), ("late",), ("returned",)])
    ),
    unique_by=lambda cell: cell.key,
    max_size=30,
)


@given(cells, st.integers(0, 30), st.text(max_size=5), st.randoms())
def test_a_seed_draws_the_same_whatever_the_order(
    found: list[sampling.Drawable], size: int, seed: str, order: object
) -> None:
    drawn = sampling.draw(found, size, seed)
    mixed = list(found)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert sampling.draw(mixed, size, seed) == drawn
    assert len(drawn) == len(set(drawn)) == min(size, len(found))


def test_the_riskier_are_drawn_more_often() -> None:
    found = [sampling.Drawable(f"c{n}", ("returned",) if n < 20 else ()) for n in range(200)]
    risky = sum(cell.risks != () for seed in range(100) for cell in sampling.draw(found, 20, str(seed)))
    assert 400 < risky < 800  # weight 4 against 1: about 30 % of 2,000 draws, 10 % without weights
