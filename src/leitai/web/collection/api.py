"""The only door of collection."""

from leitai.web.collection.access import access_round
from leitai.web.collection.asked import asked_figures
from leitai.web.collection.ballots.boxes import Setup, open_box
from leitai.web.collection.ballots.counting import count_box, enter_count
from leitai.web.collection.ballots.online import cast_ballot
from leitai.web.collection.ballots.papers import enter_ballot, settle_ballot
from leitai.web.collection.calendar import Calendar, NoHolidayTable
from leitai.web.collection.claims.lists import enter_list as enter_claim_list
from leitai.web.collection.claims.lists import make_list as make_claim_list
from leitai.web.collection.claims.panels import conclude_claims, give_opinion, members_of, name_panel, panel_of
from leitai.web.collection.claims.services import Fact, correct_claim, file_claim, withdraw_claim
from leitai.web.collection.demo import Cast, Play, amend_round, fill_round, leave_open, revise_round
from leitai.web.collection.editions import organisation_names, plan_of, role_aside
from leitai.web.collection.models import Cell, Round
from leitai.web.collection.rules.burden import Burden
from leitai.web.collection.rulings.services import Decided, countersign_ruling, record_ruling
from leitai.web.collection.selectors.desk import round_now, todos
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.log import rows_of_cell
from leitai.web.collection.selectors.origins import Origin, origins_of
from leitai.web.collection.selectors.scope import Scope, list_rounds, scope_of
from leitai.web.collection.selectors.search import search
from leitai.web.collection.sentences import SENTENCES
from leitai.web.collection.services.acting import get_round, working_calendar
from leitai.web.collection.services.decisions import (
    accept_by_silence,
    answer_question,
    confirm_row,
    question_figure,
    return_figures,
    verify_figures,
)
from leitai.web.collection.services.extensions import ask_extension, rule_extension
from leitai.web.collection.services.figures import report_figures
from leitai.web.collection.services.papers import Proof, add_holiday_table, attach_evidence, pin, remark
from leitai.web.collection.services.reading import figures_of
from leitai.web.collection.services.rounds import Days, lock_round, open_round, remind, reopen_round, weigh_round
from leitai.web.collection.services.ruling import file_ruling
from leitai.web.collection.services.samples import draw_sample
from leitai.web.collection.services.shapes import Entry, Judged, Outcome, Report
from leitai.web.collection.services.sheets import Scan, make_sheet, sign_sheet

__all__ = [
    "SENTENCES",
    "Burden",
    "Calendar",
    "Cast",
    "Cell",
    "Days",
    "Decided",
    "Entry",
    "Fact",
    "Judged",
    "NoHolidayTable",
    "Origin",
    "Outcome",
    "Play",
    "Proof",
    "Report",
    "Round",
    "Scan",
    "Scope",
    "Setup",
    "accept_by_silence",
    "access_round",
    "add_holiday_table",
    "amend_round",
    "answer_question",
    "ask_extension",
    "asked_figures",
    "attach_evidence",
    "cast_ballot",
    "conclude_claims",
    "confirm_row",
    "correct_claim",
    "count_box",
    "countersign_ruling",
    "draw_sample",
    "enter_ballot",
    "enter_claim_list",
    "enter_count",
    "figures_of",
    "file_claim",
    "file_ruling",
    "fill_round",
    "get_round",
    "give_opinion",
    "leave_open",
    "list_rounds",
    "lock_round",
    "make_claim_list",
    "make_sheet",
    "members_of",
    "name_panel",
    "open_box",
    "open_round",
    "organisation_names",
    "origins_of",
    "panel_of",
    "pin",
    "plan_of",
    "question_figure",
    "record_ruling",
    "remark",
    "remind",
    "reopen_round",
    "report_figures",
    "return_figures",
    "revise_round",
    "role_aside",
    "round_now",
    "round_title",
    "rows_of_cell",
    "rule_extension",
    "scope_of",
    "search",
    "settle_ballot",
    "sign_sheet",
    "todos",
    "verify_figures",
    "weigh_round",
    "withdraw_claim",
    "working_calendar",
]
