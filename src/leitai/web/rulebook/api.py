"""The only door of the rulebook room."""

from leitai.web.rulebook.access import access_comments, access_draft, access_edition
from leitai.web.rulebook.desk import search, todos
from leitai.web.rulebook.models import Draft, Edition
from leitai.web.rulebook.selectors import (
    edition_before,
    find_edition,
    get_edition,
    list_drafts,
    list_editions,
    newest_edition,
    rulebook_of,
    rules_of_draft,
)
from leitai.web.rulebook.sentences import SENTENCES
from leitai.web.rulebook.services import (
    Edit,
    add_comment,
    answer_comment,
    change_draft,
    decide_step,
    drop_draft,
    open_for_comment,
    propose_publication,
    publish_edition,
    save_text,
    start_from_edition,
    start_from_file,
    start_from_text,
    submit_for_approval,
    withdraw_draft,
)

__all__ = [
    "SENTENCES",
    "Draft",
    "Edit",
    "Edition",
    "access_comments",
    "access_draft",
    "access_edition",
    "add_comment",
    "answer_comment",
    "change_draft",
    "decide_step",
    "drop_draft",
    "edition_before",
    "find_edition",
    "get_edition",
    "list_drafts",
    "list_editions",
    "newest_edition",
    "open_for_comment",
    "propose_publication",
    "publish_edition",
    "rulebook_of",
    "rules_of_draft",
    "save_text",
    "search",
    "start_from_edition",
    "start_from_file",
    "start_from_text",
    "submit_for_approval",
    "todos",
    "withdraw_draft",
]
