"""The cast in the data folder of a real server: `python -m tests.seed`. Prints what the tests ask for."""

from __future__ import annotations

import json
import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
    django.setup()
    from django.core.management import call_command

    from leitai.web.foundation.api import checkpoint
    from leitai.web.people.api import SYSTEM, answer_suggestion, list_posts, rename_organisation, suggest
    from tests.cast import DAY, NOW, gather

    call_command("migrate", verbosity=0)
    gather()
    rename_organisation(
        actor=SYSTEM, at=NOW, key="gaoxin", name_zh="高新技术产业开发区", day=DAY, document="澜编发〔2023〕3号"
    )
    said = suggest(actor="liaison", at=NOW, page="/", kind="suggestion", words="单位多时,表头和单位名称能否一直看得见?")
    answer_suggestion(actor="office", at=NOW, suggestion=said.pk, answer="已经这样做了。")
    again = "同一个数上个月已经报过，不要再要一遍。"
    suggest(actor="liaison", at=NOW, page="/people/organisations/", kind="complaint", words=again)
    print(
        json.dumps(
            {
                "suggestion": said.pk,
                "post": list_posts(person="liaison")[0].pk,
                "checkpoint": checkpoint(actor="audit_admin", at=NOW).code,
            }
        )
    )


if __name__ == "__main__":
    main()
