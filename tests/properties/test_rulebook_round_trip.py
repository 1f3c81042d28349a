"""Editions in their spellings (text, workbook, canonical form), and a redline exactly where digests differ."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.diff import as_dict, diff, lines
from leitai.engine.rulebook.digest import digest
from leitai.engine.rulebook.dump import dump_yaml
from leitai.engine.rulebook.load import read_plain, read_tree
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.rulebook.yaml_tree import read_yaml
from leitai.tables.rulebook_xlsx import read_workbook, rulebook_xlsx
from tests.strategies import Draw, Plain, edition_trees, editions, rulebook_of

usual = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sealed(rulebook: Rulebook) -> str:
    return digest(canonical(rulebook), rulebook.seal)


@usual
@given(edition_trees(scored=False))
def test_yaml_text_gives_the_same_edition(tree: Plain) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_style='"', width=100)
    document = read_yaml(text.encode("utf-8"), "rulebook.yaml")
    assert document.value is not None, [fault.line() for fault in document.faults]
    reading = read_tree(document.value, document.places, document.faults)
    assert reading.digest == sealed(rulebook_of(tree))


@usual
@given(editions(scored=False))
def test_the_text_we_write_gives_the_same_edition(rulebook: Rulebook) -> None:
    text = dump_yaml(rulebook)
    document = read_yaml(text.encode("utf-8"), "rulebook.yaml")
    assert document.value is not None, [fault.line() for fault in document.faults]
    reading = read_tree(document.value, document.places, document.faults)
    assert reading.digest == sealed(rulebook), [fault.line() for fault in reading.faults]
    assert as_text(yaml.load(text, yaml.BaseLoader)) == as_text(document.value)


def as_text(value: Any) -> Any:
    """A tree with every scalar as its text: another parser has to find the same words in the same places."""
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    return [as_text(one) for one in value] if isinstance(value, list) else str(value)


@usual
@given(editions(scored=False))
def test_the_canonical_form_stands_for_the_same_edition(rulebook: Rulebook) -> None:
    reading = read_plain(canonical(rulebook))
    assert reading.rulebook is not None
    assert canonical(reading.rulebook) == canonical(rulebook)


@settings(usual, max_examples=25)
@given(editions(scored=False))
def test_a_workbook_gives_the_same_edition(rulebook: Rulebook) -> None:
    data = rulebook_xlsx(rulebook)
    document = read_workbook(data, "rulebook.xlsx")
    assert document.value is not None
    assert document.faults == []
    reading = read_tree(document.value, document.places, document.faults)
    assert reading.rulebook is not None, [fault.line() for fault in reading.faults]
    assert canonical(reading.rulebook) == canonical(rulebook)
    assert reading.digest == sealed(rulebook)
    assert rulebook_xlsx(reading.rulebook) == data


@usual
@given(editions(scored=False))
def test_nothing_changed_is_an_empty_redline(rulebook: Rulebook) -> None:
    again = diff(rulebook, rulebook.model_copy(deep=True))
    assert not again
    assert again.old_digest == again.new_digest
    assert len(lines(again)) == 1


@usual
@given(editions(most_leaves=3), editions(most_leaves=3))
def test_two_editions_have_a_redline_exactly_where_their_digests_differ(old: Rulebook, new: Rulebook) -> None:
    redline = diff(old, new)
    assert bool(redline) == (sealed(old) != sealed(new))
    assert (redline.old_digest, redline.new_digest) == (sealed(old), sealed(new))


@st.composite
def changed_editions(draw: Draw) -> tuple[Rulebook, Rulebook]:
    """An edition and the same with one place changed, left out, doubled or moved."""
    tree = draw(edition_trees(most_leaves=4))
    other = copy.deepcopy(tree)
    places: list[tuple[Any, Any]] = []
    todo: list[Any] = [other]
    while todo:
        value = todo.pop()
        inner = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        places += [(value, step) for step, _ in inner]
        todo += [one for _, one in inner if isinstance(one, dict | list)]
    holder, step = draw(st.sampled_from(places))
    if isinstance(holder, list) and draw(st.booleans()):
        holder.append(holder.pop(step))
    elif draw(st.booleans()):
        del holder[step]
    else:
        holder[step] = draw(st.sampled_from(("1", "2", "none", "x y", "g0", "points", {"zh": "甲", "en": "A"})))
    try:
        return Rulebook.model_validate(tree), Rulebook.model_validate(other)
    except ValidationError:
        assume(False)
        raise


@settings(usual, max_examples=80)
@given(changed_editions())
def test_any_one_change_is_in_the_redline_and_none_that_is_not_there(pair: tuple[Rulebook, Rulebook]) -> None:
    old, new = pair
    redline = diff(old, new)
    assert bool(redline) == (sealed(old) != sealed(new))
    assert len(lines(redline)) == max(1, len(redline.changes))
    for change, plain in zip(redline.changes, as_dict(redline, "en")["changes"], strict=True):
        assert change.sentence.zh
        assert change.sentence.en
        assert change.path
        assert plain["kind"] == change.kind
        assert change.kind != "changed" or (change.before, change.after) != (("", ""), ("", ""))
        assert change.kind != "changed" or change.before != change.after
        assert "\n" not in change.sentence.zh + change.sentence.en
