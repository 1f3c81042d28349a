"""What the tests of this room start from: the skeleton as a draft, drafts on each step of their way."""

from __future__ import annotations

import datetime

import pytest

from leitai.engine.rulebook.skeleton import skeleton
from leitai.web.rulebook import api
from leitai.web.rulebook.api import Draft, Edition
from tests.cast import NOW, Cast


@pytest.fixture(scope="session")
def text() -> str:
    """A sound rulebook with comments on nearly every line."""
    return skeleton()["rulebook.yaml"]


@pytest.fixture
def draft(cast: Cast, text: str) -> Draft:
    return api.start_from_text(actor=cast["office"], at=NOW, text=text, origin="skeleton")


@pytest.fixture
def open_draft(cast: Cast, draft: Draft) -> Draft:
    until = cast.day + datetime.timedelta(days=7)
    return api.open_for_comment(actor=cast["office"], at=NOW, draft=draft.pk, until=until)


@pytest.fixture
def submitted(cast: Cast, draft: Draft) -> Draft:
    return api.submit_for_approval(actor=cast["office"], at=NOW, draft=draft.pk)


@pytest.fixture
def approved(cast: Cast, submitted: Draft) -> Draft:
    for who in ("office2", "leader", "leader"):
        api.decide_step(actor=cast[who], at=NOW, draft=submitted.pk, version=submitted.version, verdict="agree")
    return Draft.objects.get(pk=submitted.pk)


@pytest.fixture
def edition(cast: Cast, approved: Draft) -> Edition:
    api.propose_publication(actor=cast["office"], at=NOW, draft=approved.pk)
    return api.publish_edition(actor=cast["leader"], at=NOW, draft=approved.pk)
