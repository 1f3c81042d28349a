"""Whatever is in a file, reading it ends in faults or a rulebook; both YAML parsers agree; spelling moves no digest."""

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.load import Reading, read_documents, read_plain, read_tree
from leitai.engine.rulebook.yaml_tree import read_yaml
from tests.unit.rulebook.editions import SOUND

LINES = SOUND.splitlines()
FRAGMENTS = [
    *"\n :-[]{},'\"#&*!|>%@`?~=<\\\t.0",
    *(
        "- ",
        ": ",
        "&a ",
        "*a",
        "|\n",
        "!!str ",
        "? ",
        "null",
        "---\n",
        "...\n",
        "<<: ",
        "\\x41",
        "：",
        "\ufeff",
        "\r\n",
    ),
    *("id: a", "nodes:\n", "x: 1\n", "points: -1", "none", "1e99", "gdp", "formula: gdp_growth + 1", "[]", "{}", "''"),
]


def read_bytes(data: bytes) -> Reading:
    document = read_yaml(data, "f")
    if document.value is None:
        return Reading(None, tuple(document.faults))
    return read_tree(document.value, document.places, document.faults)


def sound_or_faulty(reading: Reading) -> None:
    assert (reading.digest != "") == (reading.rulebook is not None and not reading.errors)
    for fault in reading.faults:
        assert "\n" not in fault.line("zh")
        assert "\n" not in fault.line("en")


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sound edition with a few pieces cut out, doubled, swapped or put in."""
    text = SOUND
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([0, 0, 1, 3, 20, 200]))
        piece = draw(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(LINES), st.text(max_size=3)))
        text = text[:at] + piece + text[at + length :]
    return text


@given(mutated())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_edition_is_read_or_refused_in_words(text: str) -> None:
    sound_or_faulty(read_bytes(text.encode("utf-8", "surrogatepass")))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    sound_or_faulty(read_bytes(data))


@given(st.lists(st.sampled_from([*FRAGMENTS, *LINES[:20], "a", "b"]), max_size=20).map("".join))
@settings(max_examples=300)
def test_both_parsers_read_the_same_or_both_refuse(text: str) -> None:
    c, python = (read_yaml(text.encode(), "f", pure) for pure in (False, True))
    assert c.value == python.value
    if c.value is not None:
        assert c.places == python.places
        assert c.faults == python.faults


values: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.floats(allow_nan=True),
    st.text(max_size=4),
    st.sampled_from(["none", "1.5", "2025-Q1", "gdp", "[0, 1)", "a + 1", "higher"]),
    # Made anew each time: the trees are changed in place.
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [{"id": "a"}]),
    st.builds(lambda: {"id": "a", "nodes": []}),
)
plain_sound = canonical(read_bytes(SOUND.encode()).rulebook)  # type: ignore[arg-type]


def places_in(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo:
        one = todo.pop()
        for key in list(one) if isinstance(one, dict) else range(len(one)):
            found.append((one, key))
            if isinstance(one[key], dict | list):
                todo.append(one[key])
    return found


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_plain_tree_is_read_or_refused_in_words(data: st.DataObject) -> None:
    tree = json.loads(json.dumps(plain_sound))
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places_in(tree)))
        if data.draw(st.booleans()) and key in (holder if isinstance(holder, dict) else range(len(holder))):
            holder[key] = data.draw(values)
        elif isinstance(holder, dict):
            holder.pop(key, None)
            holder[data.draw(st.text(max_size=5))] = data.draw(values)
    sound_or_faulty(read_plain(tree))


def respelt(value: Any, chance: random.Random) -> Any:
    """The same tree with keys in another order and numbers written otherwise."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: respelt(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [respelt(one, chance) for one in value]
    return value


def renumbered(tree: Any, chance: random.Random) -> None:
    """Write the numbers of points otherwise: 20 as 20.00, 2e1, +20."""
    for holder, key in places_in(tree):
        if (
            key in ("points", "full", "limit", "cap", "deduct")
            and isinstance(holder, dict)
            and isinstance(holder[key], str)
        ):
            number = holder[key]
            ways = [f"{number}.00" if "." not in number else f"{number}0", f"+{number}", f"{number}e0", f"0{number}"]
            holder[key] = chance.choice([number, *ways])


@given(st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_digest_does_not_depend_on_key_order_or_number_spelling(chance: random.Random) -> None:
    first = read_plain(plain_sound)
    tree = respelt(plain_sound, chance)
    renumbered(tree, chance)
    again = read_plain(tree)
    assert [fault.line() for fault in again.faults] == []
    assert again.digest == first.digest


def test_every_example_reads_back_from_its_canonical_form() -> None:
    folder = Path(__file__).parents[2] / "examples"
    for path in sorted(folder.glob("*/rulebook.yaml")):
        document = read_documents(path)
        assert document.value is not None
        first = read_tree(document.value, document.places, document.faults)
        assert [fault.line() for fault in first.errors] == []
        assert first.rulebook is not None
        again = read_plain(json.loads(json.dumps(canonical(first.rulebook))))
        assert again.digest == first.digest
