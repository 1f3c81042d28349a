"""The acts of this room: each is one transaction, names its actor and time, and leaves one audit event."""

from leitai.web.rulebook.services.approving import (
    decide_step,
    propose_publication,
    publish_edition,
    submit_for_approval,
    unready,
)
from leitai.web.rulebook.services.commenting import (
    add_comment,
    answer_comment,
    open_for_comment,
    withdraw_draft,
)
from leitai.web.rulebook.services.drafting import (
    Edit,
    change_draft,
    drop_draft,
    save_text,
    start_from_edition,
    start_from_file,
    start_from_text,
)

__all__ = [
    "Edit",
    "add_comment",
    "answer_comment",
    "change_draft",
    "decide_step",
    "drop_draft",
    "open_for_comment",
    "propose_publication",
    "publish_edition",
    "save_text",
    "start_from_edition",
    "start_from_file",
    "start_from_text",
    "submit_for_approval",
    "unready",
    "withdraw_draft",
]
