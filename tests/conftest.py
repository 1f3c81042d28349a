"""What every ring shares: where the project is, and caches that stay inside it."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# The same places as scripts/rings.py, for whoever runs pytest by hand.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".cache" / "hypothesis"))
os.environ.setdefault("TMPDIR", str(ROOT / ".cache" / "tmp"))
Path(os.environ["TMPDIR"]).mkdir(parents=True, exist_ok=True)


# The same examples in every run, so that a red ring is a change and not a draw; LEITAI_EXAMPLES=1000 goes searching
# with new ones. No deadline: how long an example takes is the machine's affair.
settings.register_profile("leitai", deadline=None, derandomize="LEITAI_EXAMPLES" not in os.environ)
settings.load_profile("leitai")


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
