"""The full counts of what `make test` tries in small, and what they found in docs/evidence/kills.md.

    .venv/bin/python scripts/soak.py [KILLS] [SEED]    200 kills and a new seed, unless given

On SQLite, and on PostgreSQL where the machine has one. Standard library only.
"""

import secrets
import subprocess
import sys

import bootstrap
import cluster

EVIDENCE = bootstrap.ROOT / "docs" / "evidence" / "kills.md"
HEAD = """# Killed while saving 断电不丢数

Written by `make soak`. A process saves and verifies batches of five figures and is killed (SIGKILL) at a random point,
again and again; then every write it had acknowledged is looked for, every chain of the log is verified, and every batch
is whole. The same seed kills after the same acts: `python scripts/soak.py KILLS SEED`.

| database | kills | seed | saves acknowledged | decisions acknowledged | batches | lost | halved | breaks in the log |
|---|---|---|---|---|---|---|---|---|
"""


def main(arguments: list[str]) -> int:
    kills = arguments[0] if arguments else "200"
    seed = arguments[1] if len(arguments) > 1 else str(secrets.randbelow(10**8))
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCE.write_text(HEAD, encoding="utf-8")
    told = {"LEITAI_KILLS": kills, "LEITAI_SEED": seed, "LEITAI_EVIDENCE": str(EVIDENCE)}
    environment = {key: value for key, value in bootstrap.environment().items() if key != "DATABASE_URL"} | told
    pytest = [str(bootstrap.BIN / "pytest"), "tests/soak", "-q", "-s"]
    runs = [pytest]
    if cluster.programs():
        runs.append([str(bootstrap.PYTHON), "scripts/cluster.py", *pytest])
    else:
        print("no PostgreSQL on this machine: SQLite alone", file=sys.stderr)
    print(f"{kills} kills, seed {seed}", flush=True)
    return max(subprocess.run(run, cwd=bootstrap.ROOT, env=environment, check=False).returncode for run in runs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
