"""The tables of assessment: what was frozen and scored, what was questioned, what was published."""

from leitai.web.assessment.models.objections import (
    Objection,
    ObjectionOpinion,
    ObjectionProposal,
    ObjectionRuling,
    Window,
)
from leitai.web.assessment.models.publishing import Consent, DisclosureReview, EarlyReader, Proposal, Publication
from leitai.web.assessment.models.scoring import ScoringRun, Snapshot

__all__ = [
    "Consent",
    "DisclosureReview",
    "EarlyReader",
    "Objection",
    "ObjectionOpinion",
    "ObjectionProposal",
    "ObjectionRuling",
    "Proposal",
    "Publication",
    "ScoringRun",
    "Snapshot",
    "Window",
]
