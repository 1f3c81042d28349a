"""A method is for ever: its ticks on a fixed grid of figures are kept as a digest, and any change of them trips here.

A published edition names methods and versions, so a version that scores differently is a new version. After a change
that is meant (a new method, a new version) run with LEITAI_WRITE_METHOD_PRINTS=1 and write the reason under
*Methodology* in CHANGELOG.md. Probes of methods already kept stay as they were first written.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leitai.engine.methods.method import Method
from leitai.engine.methods.probe import Trial, attempt
from leitai.engine.methods.registry import methods

PRINTS = Path(__file__).with_name("method_prints.json")
WRITE = "LEITAI_WRITE_METHOD_PRINTS"
SEED = 20250101
ROWS = 24
RULES = [
    {"tied_ladder": tied, "ladder_floor": floor, "equal_range": flat, "zero_target": zero, "nonpositive_base": zero}
    for (tied, flat), (floor, zero) in product(
        [("shared", "full"), ("mean", "base"), ("shared", "ruling")],
        [(0, "ruling"), (None, "zero"), (0, "threshold")],
    )
]


def column(rng: random.Random) -> tuple[str | None, ...]:
    """Small whole numbers (so that there are ties and zeros), decimals, a negative number, a missing one."""
    figures: list[str | None] = [str(rng.randrange(0, 8)) for _ in range(ROWS // 3)]
    figures += [f"{rng.randrange(0, 20000) / 100:.2f}" for _ in range(ROWS - len(figures) - 2)]
    figures += [f"-{rng.randrange(1, 90)}", None]
    rng.shuffle(figures)
    return tuple(figures)


def probes(method: Method) -> list[dict[str, Any]]:
    """The probes a new method starts with: the parameters of its worked examples."""
    asked = [
        {"points": example.points, "direction": example.direction, "parameters": plain(example.parameters)}
        for example in method.examples
    ]
    return [probe for i, probe in enumerate(asked) if probe not in asked[:i]]


def plain(parameters: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(dict(parameters), default=str))


def fingerprint(method: Method, asked: list[dict[str, Any]]) -> str:
    digest = hashlib.sha256()
    for probe, rules, include_self in product(asked, RULES, (True, False)):
        rng = random.Random(SEED)
        names = ("value", *method.roles(probe["parameters"]))
        figures = {name: column(rng) for name in names}
        trial = attempt(
            method,
            probe["points"],
            probe["parameters"],
            figures,
            probe["direction"],
            {**rules, "peers_include_self": include_self},
        )
        digest.update(json.dumps(account(trial), sort_keys=True).encode())
    return digest.hexdigest()


def account(trial: Trial) -> dict[str, Any]:
    shape = trial.facts.present.shape
    reasons = {**trial.outcome.missing, **trial.outcome.undefined}
    return {
        "two": trial.rounded(2),
        "six": trial.rounded(6, "gbt8170"),
        "open": {name: np.flatnonzero(np.broadcast_to(mask, shape)).tolist() for name, mask in reasons.items()},
    }


def kept() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(PRINTS.read_text(encoding="utf-8")) if PRINTS.exists() else {}
    return found


def write_prints() -> None:
    before = kept()
    made = {}
    for method in methods().values():
        asked = before.get(method.key, {}).get("probes") or probes(method)
        made[method.key] = {"print": fingerprint(method, asked), "probes": asked}
    PRINTS.write_text(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    moved = sorted(key for key in before if made.get(key, {}).get("print") != before[key]["print"])
    print(f"prints written; moved or gone: {moved}. Write the reason under Methodology in CHANGELOG.md.")


if WRITE in os.environ:
    write_prints()


@pytest.mark.parametrize("key", sorted(kept()))
def test_method_scores_as_it_always_did(key: str) -> None:
    by_key = {method.key: method for method in methods().values()}
    assert key in by_key, "a method that was kept is gone: editions that name it can no longer be recomputed"
    print_kept = kept()[key]
    assert fingerprint(by_key[key], print_kept["probes"]) == print_kept["print"], (
        f"{key} scores differently. Meant? Then it is a new version. Else mend it. ({WRITE}=1 rewrites the prints; "
        "the reason belongs under Methodology in CHANGELOG.md.)"
    )


def test_every_method_has_a_print() -> None:
    assert set(kept()) == {method.key for method in methods().values()}


def test_a_changed_kernel_would_trip() -> None:
    completion = methods()["completion", 1]
    asked = kept()[completion.key]["probes"]
    changed = [{**probe, "points": str(float(probe["points"]) + 0.01)} for probe in asked]
    assert fingerprint(completion, changed) != kept()[completion.key]["print"]
