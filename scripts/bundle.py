"""Make dist/bundle: all that leitai needs on a machine without a network, and how to install it there.

Run by `make bundle` inside .venv. The bundle holds the wheels of the runtime lock for *this* system and
this Python, our own wheel, and a requirements file in which every one of them has its digest.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile

import bootstrap

BUNDLE = bootstrap.ROOT / "dist" / "bundle"
WHEELS = BUNDLE / "wheels"
VERSION = ".".join(map(str, sys.version_info[:2]))

INSTALL_SH = """#!/bin/sh
# Usage: sh install.sh [FOLDER]   makes FOLDER (default: leitai-venv) and installs leitai in it, offline.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-leitai-venv}
"${PYTHON:-python%(version)s}" -m venv "$folder"
"$folder/bin/python" -m pip --isolated install --quiet --no-index --find-links "$here/wheels" \\
  --require-hashes --only-binary :all: -r "$here/requirements.txt"
echo "installed; try: $folder/bin/leitai demo"
"""
INSTALL_PS1 = """# Usage: powershell -ExecutionPolicy Bypass -File install.ps1 [FOLDER]
param([string]$Folder = "leitai-venv")
$ErrorActionPreference = "Stop"
py -%(version)s -m venv $Folder
& "$Folder\\Scripts\\python.exe" -m pip --isolated install --quiet --no-index `
  --find-links "$PSScriptRoot\\wheels" --require-hashes --only-binary :all: `
  -r "$PSScriptRoot\\requirements.txt"
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
Write-Output "installed; try: $Folder\\Scripts\\leitai demo"
"""
README = """# leitai %(release)s, offline bundle

Made for %(system)s and Python %(version)s. 适用于 %(system)s 与 Python %(version)s,安装全程不联网。

    sh install.sh [FOLDER]                                              Linux, macOS
    powershell -ExecutionPolicy Bypass -File install.ps1 [FOLDER]       Windows

Each script runs two commands, which can be typed by hand just as well:

    python%(version)s -m venv leitai-venv
    leitai-venv/bin/python -m pip --isolated install --no-index --find-links wheels \\
      --require-hashes -r requirements.txt

`requirements.txt` holds the SHA-256 of every wheel: one changed byte in any of them stops the installation.
"""


def main() -> int:
    shutil.rmtree(BUNDLE, ignore_errors=True)
    WHEELS.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip"]
    lock = bootstrap.ROOT / "requirements" / "run.txt"
    run(*pip, "download", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", str(bootstrap.ROOT))
    [ours] = WHEELS.glob("leitai-*.whl")
    if not any(name.startswith("leitai/examples/") for name in zipfile.ZipFile(ours).namelist()):
        sys.exit("the wheel holds no examples, so `leitai demo` would not run from it: is examples/ there?")
    release = ours.name.split("-")[1]
    digest = hashlib.sha256(ours.read_bytes()).hexdigest()
    requirements = lock.read_text(encoding="utf-8") + f"leitai=={release} \\\n    --hash=sha256:{digest}\n"
    facts = {"release": release, "version": VERSION, "system": f"{platform.system()} {platform.machine()}"}
    write("requirements.txt", requirements)
    write("install.sh", INSTALL_SH % facts)
    write("install.ps1", INSTALL_PS1 % facts, newline="\r\n")
    write("README.md", README % facts)
    (BUNDLE / "install.sh").chmod(0o755)
    archive = BUNDLE.with_name(f"leitai-{release}-bundle.tar.gz")
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(BUNDLE, arcname=f"leitai-{release}-bundle")
    size = sum(wheel.stat().st_size for wheel in WHEELS.iterdir()) / 1e6
    print(f"{BUNDLE.relative_to(bootstrap.ROOT)}: {len(list(WHEELS.iterdir()))} wheels, {size:.0f} MB")
    print(f"{archive.relative_to(bootstrap.ROOT)}: the same in one file")
    return 0


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=WHEELS, env=bootstrap.environment(), check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[2:5])} failed: see its message above")


def write(name: str, text: str, newline: str = "\n") -> None:
    (BUNDLE / name).write_text(text, encoding="utf-8", newline=newline)


if __name__ == "__main__":
    sys.exit(main())
