"""Set the project up and run one of its tasks, with nothing but a Python >= 3.11 and a package registry.

    python scripts/bootstrap.py TASK

    demo             the demo city, scored and explained, then opened in the web
    test [RING...]   every ring of tests, or the named ones
    soak             the full counts of what the tests try in small, written to docs/evidence
    setup            only make the development environment
    lint [--fix]     what the linters find; --fix mends what it can
    docs [--check]   the parts of docs/reference that repeat the code, written anew
    lock [--upgrade] write requirements/*.txt anew; --upgrade takes newer releases
    bundle           dist/bundle, which installs on a machine without a network
    clean            remove all that these tasks made

The Makefile calls this file and adds nothing, so Windows without make does exactly the same. Standard
library only, and nothing is written outside the project folder.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST_PYTHON = (3, 11)
# A lock is installed when its stamp holds the digest of the lock; the larger lock contains the smaller.
LOCKS = {"run": ("run", "dev"), "dev": ("dev",)}


def main(arguments: list[str]) -> int:
    tasks = {
        "demo": demo,
        "test": test,
        "soak": soak,
        "setup": setup,
        "lint": lint,
        "docs": docs,
        "lock": lock,
        "bundle": bundle,
        "clean": clean,
    }
    if not arguments or arguments[0] not in tasks:
        print(__doc__, file=sys.stderr)
        return 2
    return tasks[arguments[0]](arguments[1:])


def demo(arguments: list[str]) -> int:
    install("run")
    return call(str(BIN / "leitai"), "demo", *arguments)


def test(arguments: list[str]) -> int:
    install("dev")
    return call(str(PYTHON), "scripts/rings.py", *arguments)


def soak(arguments: list[str]) -> int:
    install("dev")
    return call(str(PYTHON), "scripts/soak.py", *arguments)


def setup(arguments: list[str]) -> int:
    install("dev")
    return 0


def lint(arguments: list[str]) -> int:
    install("dev")
    if "--fix" in arguments:
        call(str(PYTHON), "-m", "ruff", "check", "--fix", "--quiet", ".")
        call(str(PYTHON), "-m", "ruff", "format", "--quiet", ".")
    return call(str(PYTHON), "scripts/rings.py", "--lint")


def docs(arguments: list[str]) -> int:
    install("dev")
    written = [call(str(PYTHON), f"scripts/{name}.py", *arguments) for name in ("docs", "docs_cli")]
    return max(written)


def lock(arguments: list[str]) -> int:
    packages("dev")
    compile_group = [
        *(str(PYTHON), "-m", "uv", "pip", "compile", "--quiet"),
        *("--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes"),
        # A lock names packages, never the place they came from: that is the reader's own choice.
        *("--no-header", "--no-emit-index-url", "--no-emit-find-links"),
        *arguments,
    ]
    compile_lock = [*compile_group, "pyproject.toml", "--group", "build"]
    run = call(*compile_lock, "--output-file", "requirements/run.txt")
    dev = ["--group", "dev", "--constraints", "requirements/run.txt"]
    made = run or call(*compile_lock, *dev, "--output-file", "requirements/dev.txt")
    return made or call(*compile_group, "--group", "node", "--output-file", "requirements/node.txt")


def bundle(arguments: list[str]) -> int:
    install("run")
    return call(str(PYTHON), "scripts/bundle.py", *arguments)


def clean(arguments: list[str]) -> int:
    for folder in (VENV, CACHE, ROOT / "dist", ROOT / "src" / "leitai" / "web" / "static" / "vendor"):
        shutil.rmtree(folder, ignore_errors=True)
    for source in ("src", "scripts", "tests"):
        for folder in sorted((ROOT / source).rglob("__pycache__")):
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def install(name: str) -> None:
    """Bring .venv to the state of one lock and collect the browser assets; returns at once when all is there."""
    packages(name)
    if call(str(PYTHON), "scripts/assets.py"):
        sys.exit(1)


def packages(name: str) -> None:
    lock_file = ROOT / "requirements" / f"{name}.txt"
    if working_venv() and any(read_stamp(covering) == wanted_stamp(covering) for covering in LOCKS[name]):
        return
    if not working_venv():
        create_venv()
    for stale in VENV.glob(".installed-*"):
        stale.unlink()
    print(f"installing {lock_file.relative_to(ROOT)} into .venv ...", file=sys.stderr, flush=True)
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet")
    failed = call(*pip, "--require-hashes", "-r", str(lock_file)) or call(
        *pip, "--no-deps", "--no-build-isolation", "--editable", "."
    )
    if failed:
        sys.exit("pip could not install the lock: see its message above")
    stamp(name).write_text(wanted_stamp(name), encoding="utf-8")


def working_venv() -> bool:
    """A .venv whose interpreter was removed or whose folder was moved is made anew."""
    if not PYTHON.exists() or not (VENV / "home").exists():
        return False
    moved = (VENV / "home").read_text(encoding="utf-8") != str(VENV)
    return not moved and call(str(PYTHON), "-c", "import pip") == 0


def create_venv() -> None:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python {found} is too old: 3.11 or newer is needed; name one with PYTHON=/path/to/python")
    print(f"making .venv with Python {found} ...", file=sys.stderr, flush=True)
    try:
        venv.create(VENV, clear=True, symlinks=os.name != "nt", with_pip=True)
    except subprocess.CalledProcessError:
        # Debian splits ensurepip off; its own error names neither the package nor the cure.
        sys.exit("this Python cannot make environments; on Debian or Ubuntu: apt-get install python3-venv")
    (VENV / "home").write_text(str(VENV), encoding="utf-8")


def stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def read_stamp(name: str) -> str:
    return stamp(name).read_text(encoding="utf-8") if stamp(name).exists() else ""


def wanted_stamp(name: str) -> str:
    """The digest of the lock and of the file that declares the console script."""
    wanted = hashlib.sha256()
    for source in (ROOT / "requirements" / f"{name}.txt", ROOT / "pyproject.toml"):
        wanted.update(source.read_bytes())
    return wanted.hexdigest()


def call(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def environment() -> dict[str, str]:
    """The caller's environment, with every cache and temporary file kept inside the project folder."""
    temporary = CACHE / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "TMPDIR": str(temporary),
        "TEMP": str(temporary),
        "TMP": str(temporary),
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_CACHE_DIR": str(CACHE / "uv"),
        "XDG_CACHE_HOME": str(CACHE),
        "PYTHONUTF8": "1",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
