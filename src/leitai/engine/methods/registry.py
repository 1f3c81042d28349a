"""Every scoring method, found by looking into this folder: a new family file is all it takes to add one."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leitai.engine.methods.method import Method

NOT_FAMILIES = frozenset({"method", "registry", "probe", "peers", "cases"})


@cache
def methods() -> Mapping[tuple[str, int], Method]:
    """All methods by (name, version), in the order of their families."""
    package = __package__ or "leitai.engine.methods"
    found: list[Method] = []
    for module in pkgutil.iter_modules(import_module(package).__path__):
        if module.name not in NOT_FAMILIES:
            found.extend(import_module(f"{package}.{module.name}").METHODS)
    found.sort(key=lambda method: (method.family, method.name, method.version))
    table = {(method.name, method.version): method for method in found}
    if len(table) != len(found):
        raise RuntimeError("two methods carry one name and version")
    return MappingProxyType(table)


def find_method(name: str, version: int = 1) -> Method | None:
    return methods().get((name, version))


def method_names() -> list[str]:
    return sorted({name for name, _ in methods()})
