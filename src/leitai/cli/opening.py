"""Inputs of commands, opened: rulebooks in any spelling, figures, results; the warnings said on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leitai.cli.output import note_faults

if TYPE_CHECKING:
    from leitai.engine.assess.plan import Input
    from leitai.engine.assess.run import Run
    from leitai.engine.figures import Figure
    from leitai.engine.rulebook.load import Reading
    from leitai.engine.rulebook.model import Rulebook

WORKBOOK = frozenset({".xlsx", ".xlsm"})


def read_edition(path: Path) -> Reading:
    """A rulebook from YAML, a folder of YAML or a workbook, with every fault."""
    if path.suffix.lower() in WORKBOOK and not path.is_dir():
        from leitai.tables.rulebook_xlsx import read_rulebook_xlsx

        return read_rulebook_xlsx(path)
    from leitai.engine.rulebook.load import read_rulebook

    return read_rulebook(path)


def open_edition(path: Path) -> tuple[Rulebook, str]:
    """The rulebook and its digest; raises InputError with every fault where there is an error."""
    from leitai.engine.errors import InputError

    reading = read_edition(path)
    if reading.rulebook is None or reading.errors:
        raise InputError(reading.errors)
    note_faults(reading.warnings)
    return reading.rulebook, reading.digest


def open_figures(paths: Sequence[Path], rulebook: Rulebook) -> tuple[Figure, ...]:
    """Figures from files and folders, read with the words the edition declares."""
    from leitai.engine.errors import Text
    from leitai.tables.limits import Options
    from leitai.tables.read import read_figures

    roles = {role.id: Text(role.name.zh, role.name.en) for role in rulebook.roles}
    inputs = _inputs(rulebook)
    names = frozenset(name for item in inputs for name in (item.id, item.name.zh, item.name.en) if name)
    units = frozenset(item.unit for item in inputs)
    table = read_figures(paths, options=Options(roles=roles, names=names, units=units))
    figures = table.require()
    note_faults(table.warnings)
    return figures


def _inputs(rulebook: Rulebook) -> list[Input]:
    """Everything a figure can be filed for: its names and units help the reader understand a wide sheet."""
    from leitai.engine.assess.plan import compile_plan

    return list(compile_plan(rulebook).inputs.values()) if rulebook.tree is not None else []


def recomputed(path: Path) -> tuple[Mapping[str, Any], Run]:
    """A result and the run it states, computed anew; raises InputError with every difference there is."""
    from leitai.engine.assess.result import build_result, read_result, result_bytes, run_of, verify
    from leitai.engine.errors import InputError

    data = path.read_bytes()
    result: Mapping[str, Any] = read_result(data, str(path))
    try:
        run = run_of(dict(result))
        agrees = result_bytes(build_result(run)) == data
    except (InputError, KeyError, TypeError, ValueError, AttributeError, IndexError):
        agrees = False
    if not agrees:
        # A result of another version of the software recomputes to other bytes and is whole all the same.
        faults = verify(data, place=str(path))[1]
        if faults:
            raise InputError(faults)
        run = run_of(dict(result))
    return result, run
