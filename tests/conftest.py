"""What every ring shares: where the project is, and caches that stay inside it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The same places as scripts/rings.py, for whoever runs pytest by hand.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".cache" / "hypothesis"))
os.environ.setdefault("TMPDIR", str(ROOT / ".cache" / "tmp"))
Path(os.environ["TMPDIR"]).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Published tables kept outside the project; a test that needs them is skipped where they are absent."""
    folder = Path(os.environ.get("LEITAI_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no reference data: set LEITAI_REFERENCE_DATA")
    return folder
