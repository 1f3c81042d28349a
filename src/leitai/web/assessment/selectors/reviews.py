"""The disclosure review that a publication went by."""

from __future__ import annotations

import json

from leitai.web.assessment.models import DisclosureReview, Publication


def reviewed_for(publication: Publication) -> dict[str, bool]:
    """Figure → whether it may be public, by the review that held on the day of the publication; a later one of the
    same result changes nothing that was given out."""
    rows = DisclosureReview.objects.filter(run=publication.run_id, at__lte=publication.published_at)
    review = rows.order_by("-number").first()
    decisions = json.loads(review.decisions) if review is not None else {}
    return {figure: bool(decision[1]) for figure, decision in decisions.items()}
