"""An empty installation in the data folder of a real server: `python -m tests.empty`. Prints the three first accounts.

Exactly what an operator does: the database made, then `leitai manage first_administrators`.
"""

from __future__ import annotations

import io
import json
import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    told = io.StringIO()
    call_command("first_administrators", stdout=told, stderr=io.StringIO())
    accounts = [line.split() for line in told.getvalue().splitlines() if line.strip()]
    print(json.dumps({login: password for _, login, password in accounts}))


if __name__ == "__main__":
    main()
