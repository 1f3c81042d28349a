"""The only door of assessment."""

from leitai.web.assessment.access import prepares
from leitai.web.assessment.books import before_of, book_of, replay
from leitai.web.assessment.demo import Desk, publish_round
from leitai.web.assessment.desk import todos
from leitai.web.assessment.models import EarlyReader, Objection, Proposal, Publication, ScoringRun, Snapshot
from leitai.web.assessment.proving import check
from leitai.web.assessment.reading import belongs, sees_objections, units_of
from leitai.web.assessment.rules import AUDIENCES
from leitai.web.assessment.selectors.listing import ObjectionLine, objection_lines
from leitai.web.assessment.selectors.reviews import reviewed_for
from leitai.web.assessment.sentences import SENTENCES
from leitai.web.assessment.services.drafting import (
    change_publication,
    draft_publication,
    drop_publication,
    sign_publication,
    submit_publication,
    withdraw_publication,
)
from leitai.web.assessment.services.early import end_early_reading, let_read_early, reads_early
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
from leitai.web.assessment.showing.board import board_of
from leitai.web.assessment.showing.explained import explained
from leitai.web.assessment.showing.unit import unit_of

__all__ = [
    "AUDIENCES",
    "SENTENCES",
    "Desk",
    "EarlyReader",
    "Objection",
    "ObjectionLine",
    "Particulars",
    "Proposal",
    "Publication",
    "ScoringRun",
    "Snapshot",
    "before_of",
    "belongs",
    "board_of",
    "book_of",
    "change_publication",
    "check",
    "draft_publication",
    "drop_publication",
    "end_early_reading",
    "explained",
    "freeze_snapshot",
    "give_objection_opinion",
    "let_read_early",
    "object_to_result",
    "objection_lines",
    "open_window",
    "prepares",
    "propose_objection_ruling",
    "propose_result",
    "publish_round",
    "publish_run",
    "reads_early",
    "replay",
    "review_disclosure",
    "reviewed_for",
    "rule_objection",
    "score_snapshot",
    "sees_objections",
    "sign_publication",
    "submit_publication",
    "todos",
    "try_objection",
    "try_scoring",
    "unit_of",
    "units_of",
    "withdraw_publication",
]
