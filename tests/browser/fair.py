"""A round with claims, ballots and rulings in the data folder of a running server: `python -m tests.browser.fair`."""

from __future__ import annotations

import json
import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
    django.setup()
    from tests.cast import Cast
    from tests.pages.ballots.permissions import boxes
    from tests.pages.claims.permissions import prepare
    from tests.pages.rulings.permissions import ruled

    cast = Cast()
    world = dict(prepare(cast))
    print(json.dumps(world | boxes(cast, world["round"]) | ruled(cast, world["round"])))


if __name__ == "__main__":
    main()
