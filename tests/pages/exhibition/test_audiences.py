"""会场, 内部, 公开: who reads a publication once it is in force."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.pages.assessment.permissions import published, scored
from tests.pages.exhibition.test_published import cleared
from tests.visitor import Visitor

SITS = {
    "office", "office2", "leader", "supervisor", "auditor", "liaison", "head", "two_hats", "stranger", "stranger_head",
}  # fmt: skip
WITHIN = SITS | {"filer", "verifier", "bureau", "panel"}
OUTSIDE = {"system_admin", "security_admin", "audit_admin", "nobody"}
READERS = {"meeting": SITS, "internal": WITHIN, "public": WITHIN | OUTSIDE}


@pytest.mark.parametrize("audience", READERS)
def test_a_publication_is_read_by_its_audience_and_nobody_else(audience: str, cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    if audience == "public":
        cleared(cast, run)
    made = published(cast, run, audience=audience)
    found = {
        who for who in WITHIN | OUTSIDE if visitor.as_(who).status("get", f"/exhibition/{made.number}/") == 200
    }  # fmt: skip
    assert found == READERS[audience]
    for who in sorted((WITHIN | OUTSIDE) - found):
        somebody = visitor.as_(who)
        for path in ("unit/xiqiao/", "wall/", "pack/", "result/", "proof/"):
            assert somebody.status("get", f"/exhibition/{made.number}/{path}") == 404, (who, path)
        assert made.number not in somebody.get("/exhibition/").content.decode(), who
