"""The engine: a rulebook and figures become a result anyone can explain and recompute. Pure: no web, clock or network.

>>> from leitai import engine
>>> sorted(engine.__all__)[:3]
['Book', 'Figure', 'InputError']

Names load on first use, so that `import leitai.engine` costs little over `import numpy`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leitai.engine.assess.earlier import earlier_from
    from leitai.engine.assess.plan import compile_plan
    from leitai.engine.assess.result import build_result, read_result, result_bytes, run_of, verify
    from leitai.engine.assess.run import Run, score_figures, score_snapshot
    from leitai.engine.assess.snapshot import Snapshot, freeze, resolve, rounds_with_figures
    from leitai.engine.book import Book, open_book
    from leitai.engine.errors import Fault, InputError, LeitaiError, Text, UsageError
    from leitai.engine.exact import Exact
    from leitai.engine.explain import explain_score, reconcile
    from leitai.engine.figures import Figure
    from leitai.engine.methods.registry import find_method, method_names
    from leitai.engine.rulebook.canonical import canonical
    from leitai.engine.rulebook.diff import diff
    from leitai.engine.rulebook.load import load_rulebook, read_rulebook, rulebook_from_plain
    from leitai.engine.rulebook.model import Rulebook
    from leitai.engine.rulebook.schema import json_schema

HOMES = {
    "errors": ("Fault", "InputError", "LeitaiError", "Text", "UsageError"),
    "exact": ("Exact",),
    "figures": ("Figure",),
    "book": ("Book", "open_book"),
    "explain": ("explain_score", "reconcile"),
    "assess.earlier": ("earlier_from",),
    "assess.plan": ("compile_plan",),
    "assess.result": ("build_result", "read_result", "result_bytes", "run_of", "verify"),
    "assess.run": ("Run", "score_figures", "score_snapshot"),
    "assess.snapshot": ("Snapshot", "freeze", "resolve", "rounds_with_figures"),
    "methods.registry": ("find_method", "method_names"),
    "rulebook.canonical": ("canonical",),
    "rulebook.diff": ("diff",),
    "rulebook.load": ("load_rulebook", "read_rulebook", "rulebook_from_plain"),
    "rulebook.model": ("Rulebook",),
    "rulebook.schema": ("json_schema",),
}
HOME_OF = {name: home for home, names in HOMES.items() for name in names}

__all__ = [
    "Book",
    "Exact",
    "Fault",
    "Figure",
    "InputError",
    "LeitaiError",
    "Rulebook",
    "Run",
    "Snapshot",
    "Text",
    "UsageError",
    "build_result",
    "canonical",
    "compile_plan",
    "diff",
    "earlier_from",
    "explain_score",
    "find_method",
    "freeze",
    "json_schema",
    "load_rulebook",
    "method_names",
    "open_book",
    "read_result",
    "read_rulebook",
    "reconcile",
    "resolve",
    "result_bytes",
    "rounds_with_figures",
    "rulebook_from_plain",
    "run_of",
    "score_figures",
    "score_snapshot",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
