"""The only door of assessment."""

from leitai.web.assessment.demo import Desk, publish_round
from leitai.web.assessment.models import EarlyReader, Objection, Proposal, Publication, ScoringRun, Snapshot
from leitai.web.assessment.sentences import SENTENCES
from leitai.web.assessment.services.drafting import (
    change_publication,
    draft_publication,
    drop_publication,
    sign_publication,
    submit_publication,
    withdraw_publication,
)
from leitai.web.assessment.services.early import end_early_reading, let_read_early
from leitai.web.assessment.services.freezing import freeze_snapshot
from leitai.web.assessment.services.objecting import (
    give_objection_opinion,
    object_to_result,
    open_window,
    propose_objection_ruling,
    rule_objection,
)
from leitai.web.assessment.services.proposals import Particulars
from leitai.web.assessment.services.publishing import propose_result, publish_run, review_disclosure
from leitai.web.assessment.services.scoring import score_snapshot, try_objection, try_scoring

__all__ = [
    "SENTENCES",
    "Desk",
    "EarlyReader",
    "Objection",
    "Particulars",
    "Proposal",
    "Publication",
    "ScoringRun",
    "Snapshot",
    "change_publication",
    "draft_publication",
    "drop_publication",
    "end_early_reading",
    "freeze_snapshot",
    "give_objection_opinion",
    "let_read_early",
    "object_to_result",
    "open_window",
    "propose_objection_ruling",
    "propose_result",
    "publish_round",
    "publish_run",
    "review_disclosure",
    "rule_objection",
    "score_snapshot",
    "sign_publication",
    "submit_publication",
    "try_objection",
    "try_scoring",
    "withdraw_publication",
]
