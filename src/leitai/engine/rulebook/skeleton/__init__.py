"""What `leitai new` writes: a commented rulebook with figures that score at once, and what to do next."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

from leitai.engine.errors import Catalogue, InputError, Lang
from leitai.engine.rulebook.schema import json_schema

SCHEMA = "rulebook.schema.json"


def skeleton(lang: Lang = "zh") -> dict[str, str]:
    """The files by name. The rulebook's comments are Chinese; the README is in the language asked for."""
    readme = "README.md" if lang == "zh" else "README.en.md"
    return {
        "rulebook.yaml": _template("rulebook.yaml"),
        "figures.csv": _template("figures.csv"),
        "README.md": _template(readme),
        SCHEMA: schema_text(),
    }


def schema_text() -> str:
    """The published JSON Schema as it stands in a file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def write_skeleton(folder: str | os.PathLike[str], lang: Lang = "zh") -> list[Path]:
    """Write the skeleton into a folder that is empty or does not exist. Raises InputError where it holds anything."""
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        found = sorted(path.name for path in place.iterdir()) if place.is_dir() else [place.name]
        words = Catalogue.of("leitai.engine.rulebook.skeleton")
        raise InputError([words.fault("NW-001", str(place), "", count=len(found), first=found[0])])
    place.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in skeleton(lang).items():
        path = place / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _template(name: str) -> str:
    return files("leitai.engine.rulebook.skeleton").joinpath(name).read_text(encoding="utf-8")
