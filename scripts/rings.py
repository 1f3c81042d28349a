"""Run the rings of tests and print one table of what ran, what did not, and why.

    .venv/bin/python scripts/rings.py                 every ring
    .venv/bin/python scripts/rings.py house unit      some rings
    .venv/bin/python scripts/rings.py --lint          what the linters of the house ring find

A ring whose need is not on this machine is skipped and says so; with LEITAI_REQUIRE_ALL_RINGS=1 that is a
failure. A ring without tests is a failure unless it is marked as not yet built. Standard library only.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from xml.etree import ElementTree

import bootstrap
import cluster

ROOT = bootstrap.ROOT
REPORTS = bootstrap.CACHE / "rings"
LINTERS = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "imports": ("lint-imports", "--no-logo", "--cache-dir", ".cache/import-linter"),
    "spelling": ("codespell", "README.md", "CHANGELOG.md", "docs", "src", "scripts", "tests"),
}


@dataclass(frozen=True, slots=True)
class Ring:
    name: str
    what: str
    lints: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # programs that must be on PATH
    built: bool = True
    parallel: bool = True
    folder: str = ""  # below tests/, where it is not the ring's name
    postgresql: bool = False  # against a cluster made for the run (scripts/cluster.py)

    @property
    def tests(self) -> str:
        return f"tests/{self.folder or self.name}"

    def missing(self) -> list[str]:
        """What this machine lacks for it."""
        missing = [need for need in self.needs if not any(shutil.which(one) for one in need.split("|"))]
        if self.postgresql and cluster.programs() is None:
            missing.append("postgresql")
        return missing


@dataclass(frozen=True, slots=True)
class Outcome:
    ring: Ring
    result: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    why: str = ""


RINGS = (
    Ring("house", "style, types, imports, sizes, promises of the docs", lints=tuple(LINTERS)),
    Ring("unit", "kernels with published examples, rules, formatters"),
    Ring("properties", "Hypothesis: what must hold for any input"),
    Ring("golden", "every example's cases, the witness, method digests"),
    Ring("journeys", "the command line used as a person would"),
    Ring("press", "workbooks opened by an office suite", needs=("soffice",)),
    Ring("rooms", "each service with a database"),
    Ring("pages", "permissions, query ceilings, what pages say"),
    Ring("soak", "killed while saving: nothing lost, nothing halved", parallel=False),
    Ring("rooms-postgresql", "the same on PostgreSQL", folder="rooms", postgresql=True),
    Ring("pages-postgresql", "the same on PostgreSQL", folder="pages", postgresql=True),
    Ring("soak-postgresql", "the same on PostgreSQL", folder="soak", postgresql=True, parallel=False),
    Ring("browser", "journeys in a real browser", needs=("chromium|chromium-browser|google-chrome",)),
)


def main(arguments: list[str]) -> int:
    if arguments == ["--lint"]:
        return 0 if all([run_linter(lint) for lint in LINTERS]) else 1
    unknown = sorted(set(arguments) - {ring.name for ring in RINGS})
    if unknown:
        known = " ".join(ring.name for ring in RINGS)
        print(f"no such ring: {' '.join(unknown)}; there are: {known}", file=sys.stderr)
        return 2
    shutil.rmtree(REPORTS, ignore_errors=True)
    outcomes = [run_ring(ring) for ring in RINGS if not arguments or ring.name in arguments]
    print_table(outcomes)
    return 1 if any(outcome.result == "failed" for outcome in outcomes) else 0


def run_ring(ring: Ring) -> Outcome:
    if not any((ROOT / ring.tests).rglob("test_*.py")):
        if not ring.built:
            return Outcome(ring, "skipped", why="not yet built")
        return Outcome(ring, "failed", why=f"no test files in {ring.tests}")
    missing = ring.missing()
    if missing:
        required = os.environ.get("LEITAI_REQUIRE_ALL_RINGS") == "1"
        return Outcome(ring, "failed" if required else "skipped", why=f"{', '.join(missing)} is not installed")
    start = time.monotonic()
    broken = [lint for lint in ring.lints if not run_linter(lint)]
    outcome = run_tests(ring)
    why = "; ".join(part for part in (f"faults in {', '.join(broken)}" if broken else "", outcome.why) if part)
    return Outcome(
        ring,
        "failed" if broken else outcome.result,
        passed=outcome.passed + len(ring.lints) - len(broken),
        failed=outcome.failed + len(broken),
        skipped=outcome.skipped,
        seconds=time.monotonic() - start,
        why=why,
    )


def run_linter(lint: str) -> bool:
    return run_tool("house", *LINTERS[lint]) == 0


def run_tests(ring: Ring) -> Outcome:
    report = REPORTS / f"{ring.name}.xml"
    workers = ["-n", "auto"] if ring.parallel else []
    command = ("pytest", ring.tests, *workers, f"--junitxml={report}")
    if ring.postgresql:
        command = ("python", "scripts/cluster.py", str(bootstrap.BIN / "pytest"), *command[1:])
    code = run_tool(ring.name, *command)
    if not report.exists():
        return Outcome(ring, "failed", failed=1, why=f"pytest ended with code {code} and no report")
    suites = list(ElementTree.parse(report).iter("testsuite"))
    total, broken, errors, skipped = (
        sum(int(suite.get(count, "0")) for suite in suites) for count in ("tests", "failures", "errors", "skipped")
    )
    passed = total - broken - errors - skipped
    result = "passed" if code == 0 and passed else "failed"
    reasons = {note.get("message", "") for suite in suites for note in suite.iter("skipped")}
    why = "; ".join(sorted(reasons)) if reasons else ""
    if result == "failed" and not broken + errors:
        why = f"pytest ended with code {code} after {total} tests" + (f"; {why}" if why else "")
    return Outcome(ring, result, passed=passed, failed=broken + errors, skipped=skipped, why=why)


def run_tool(ring: str, tool: str, *arguments: str) -> int:
    print(f"\n=== {ring}: {' '.join((tool, *arguments))}", flush=True)
    command = [str(bootstrap.BIN / tool), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def environment() -> dict[str, str]:
    return bootstrap.environment() | {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(bootstrap.CACHE / "hypothesis"),
        # A person's terminal width must not decide where a message of the command line breaks.
        "COLUMNS": "120",
        # Where the web would keep its data when a tool only looks at it, as the type checker does.
        "LEITAI_DATA": str(bootstrap.CACHE / "web" / "looked-at"),
    }


def print_table(outcomes: list[Outcome]) -> None:
    rows = [("ring", "what", "result", "tests", "seconds", "why")]
    for outcome in outcomes:
        tests = str(outcome.passed + outcome.failed)
        if outcome.skipped:
            tests += f" +{outcome.skipped} skipped"
        seconds = f"{outcome.seconds:.1f}"
        rows.append((outcome.ring.name, outcome.ring.what, outcome.result, tests, seconds, outcome.why))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    print()
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[5]]).rstrip())
    passed, failed, skipped = (
        sum(getattr(outcome, count) for outcome in outcomes) for count in ("passed", "failed", "skipped")
    )
    # A ring that fails before it counts anything is one failure all the same.
    failed += sum(outcome.result == "failed" and not outcome.failed for outcome in outcomes)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
