"""The contract files: their columns, empty cells for what is not there, quoting, names as they stand."""

from __future__ import annotations

import csv
import io

from leitai import engine
from leitai.press.csv import ranks_csv, scores_csv
from tests import examples
from tests.contests import book, contest, leaf, score

NODES = [leaf("a", "given", "60"), leaf("b", "given", "40", policies={"no_task": "unranked"})]
FILED = {"a": ["50", "40", "50", "0"], "b": ["40", "30.5", "not_applicable", "not_yet_published"]}
NAMED = [{"id": f"u{k}", "name": name} for k, name in enumerate(('甲,"乙"', "=1+1", "两\r行", "丁"))]


def small() -> engine.Book:
    return book(score(contest(NODES, policies={"late": "none"}, contestants=NAMED), FILED))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_columns_are_the_contract() -> None:
    scores, ranks = (data.split(b"\n")[0].decode() for data in (scores_csv(small()), ranks_csv(small())))
    assert scores == "period,grouping,group,contestant,name,node,level,raw,score,rank,flags"
    assert ranks == "period,grouping,group,contestant,name,score,rank,rank_before,change,flags"


def test_plain_utf8_and_line_feeds() -> None:
    data = scores_csv(small())
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    assert data.replace("两\r行".encode(), b"").count(b"\r") == 0


def test_one_row_per_node_and_contestant_the_total_too() -> None:
    found = rows(scores_csv(small()))
    assert [(row["contestant"], row["node"], row["level"]) for row in found[:3]] == [
        ("u0", "total", "0"),
        ("u0", "a", "1"),
        ("u0", "b", "1"),
    ]
    assert len(found) == 4 * 3


def test_what_is_not_there_is_empty_never_zero() -> None:
    by_key = {(row["contestant"], row["node"]): row for row in rows(scores_csv(small()))}
    assert by_key["u3", "total"]["score"] == by_key["u3", "total"]["rank"] == ""
    assert (by_key["u3", "b"]["score"], by_key["u3", "b"]["flags"]) == ("", "not_yet_published")
    assert (by_key["u3", "a"]["score"], by_key["u3", "a"]["raw"]) == ("0.00", "0")


def test_ranks_are_in_order_of_rank() -> None:
    found = rows(ranks_csv(small()))
    assert [(row["contestant"], row["score"], row["rank"]) for row in found] == [
        ("u0", "90.00", "1"),
        ("u1", "70.50", "2"),
        ("u2", "", ""),
        ("u3", "", ""),
    ]
    assert {row["change"] for row in found} == {""}


def test_names_are_kept_as_they_are_and_quoted_where_they_must_be() -> None:
    assert {row["contestant"]: row["name"] for row in rows(ranks_csv(small()))} == {
        one["id"]: one["name"] for one in NAMED
    }
    assert '"甲,""乙"""'.encode() in ranks_csv(small())


def test_every_grouping_has_its_own_ranks() -> None:
    demo = engine.open_book(examples.result("lanchuan", "2023-Q3"))
    found = rows(ranks_csv(demo))
    assert len(found) == 2 * 47
    area = {row["contestant"]: row for row in found if row["grouping"] == "area"}
    assert (area["xiqiao"]["group"], area["xiqiao"]["rank"], area["xiqiao"]["rank_before"]) == ("core", "1", "1")
    nodes = [row for row in rows(scores_csv(demo)) if row["contestant"] == "xiqiao" and row["node"] == "strength"]
    assert {row["grouping"]: row["rank"] for row in nodes} == {"contest": "8", "area": "2"}


def test_vetoes_stand_among_the_flags() -> None:
    demo = engine.open_book(examples.result("lanchuan", "2023-Q3"))
    vetoed = {
        row["contestant"]: row["flags"].split(";")[-1] for row in rows(ranks_csv(demo)) if "veto:" in row["flags"]
    }
    assert vetoed == {"huanyue": "veto:veto_environment"}
