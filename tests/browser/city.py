"""The demo city with its whole history in the data folder of a real server: `python -m tests.browser.city`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
    django.setup()
    from django.core.management import call_command

    from leitai.web.assessment.models import Objection, Proposal, Publication, ScoringRun
    from leitai.web.collection.models import BallotBox, Round, Sheet
    from leitai.web.demo import play, prepare
    from leitai.web.rulebook.models import Draft

    call_command("migrate", verbosity=0)
    city = Path(__file__).resolve().parents[2] / "examples" / "lanchuan"
    for _ in play(city, prepare(city)):
        pass
    hand = Round.objects.get(state="open")
    sheet = Sheet.objects.filter(organisation="xiqiao", signature__isnull=False).latest("pk")
    print(
        json.dumps(
            {
                "round": hand.pk,
                "sheet": sheet.pk,
                "box": BallotBox.objects.filter(round=hand, way="paper")[0].pk,
                "vote": BallotBox.objects.filter(round=hand, way="online")[0].pk,
                "comment": Draft.objects.get(state="comment").pk,
                "approval": Draft.objects.get(state="approval").pk,
                "past": Round.objects.get(period="2023-Q3").pk,
                "run": ScoringRun.objects.filter(kind="official").latest("pk").pk,
                "objection": Objection.objects.latest("pk").pk,
                "proposal": Proposal.objects.latest("pk").pk,
                "number": Publication.objects.latest("pk").number,
            }
        )
    )


if __name__ == "__main__":
    main()
