"""The glossary has a word for everything the web keeps, and the web says it in those words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from leitai.engine.terms import terms
from leitai.web.collection.rules.states import STATES
from leitai.web.people.roles import ROLES

BASES = {"Model", "FrozenModel", "AbstractBaseUser"}


def tables(root: Path) -> Iterator[str]:
    """The names of the models of the web, as the glossary writes them: BallotBox is ballot_box."""
    for path in (root / "src" / "leitai" / "web").rglob("*.py"):
        if "models" not in (path.stem, path.parent.name):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            bases = {ast.unparse(base).rpartition(".")[2] for base in getattr(node, "bases", ())}
            if isinstance(node, ast.ClassDef) and bases & BASES:
                yield re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower()


def test_every_table_of_the_web_has_its_word(root: Path) -> None:
    names = set(tables(root))
    assert len(names) > 30
    assert sorted(names - set(terms())) == []


def test_roles_and_states_are_called_as_the_glossary_calls_them() -> None:
    for prefix, words in {"post": ROLES, "state": STATES}.items():
        for key, text in words.items():
            assert terms()[f"{prefix}.{key}"].text == text, f"{prefix}.{key}"
