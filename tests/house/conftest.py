"""What the house tests look at."""

import subprocess
from pathlib import Path

import pytest

NOT_OURS = {".git", ".venv", ".cache", "dist", "out", "__pycache__"}


@pytest.fixture(scope="session")
def our_files(root: Path) -> list[Path]:
    """Every file that is, or would be, committed; in an unpacked archive every file that is not a cache."""
    if (root / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
        paths = [root / name for name in listed.split("\0") if name]
    else:
        paths = [p for p in root.rglob("*") if not NOT_OURS & set(p.relative_to(root).parts)]
    return sorted(path for path in paths if path.is_file())


@pytest.fixture(scope="session")
def our_texts(our_files: list[Path]) -> dict[Path, str]:
    texts = {}
    for path in our_files:
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            texts[path] = content.decode("utf-8", errors="replace")
    return texts


@pytest.fixture(scope="session")
def our_modules(root: Path) -> list[Path]:
    """The modules of the product; the tests and scripts are held by fewer rules."""
    return sorted((root / "src" / "leitai").rglob("*.py"))
