"""What a room refuses on purpose: each class has a code, a status, and one template of words filled with its fields."""

from __future__ import annotations

from leitai.engine.errors import Lang, LeitaiError, Text


class RoomError(LeitaiError):
    """An anticipated refusal of an act. `status` is the HTTP status a page answers with."""

    code = "FN-000"
    status = 400
    words = Text("操作未完成。", "The act was not carried out.")

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.say())

    def say(self, lang: Lang = "zh") -> str:
        # A field that is itself words is said in the language of the sentence it stands in.
        fields = {key: value.say(lang) if isinstance(value, Text) else value for key, value in self.fields.items()}
        return self.words.say(lang).format(**fields)


class Invisible(RoomError):
    """There is no such thing for this person: 404, so that nothing leaks."""

    code = "FN-001"
    status = 404
    words = Text("没有这项内容。", "There is nothing here.")


class NotAllowed(RoomError):
    """Visible, but not this person's to do: 403."""

    code = "FN-002"
    status = 403
    words = Text("您没有权限{act}。需要的职责：{needed}。", "You may not {act}. It takes: {needed}.")


class StaleState(RoomError):
    """Somebody else moved it first: one of two acts at once succeeds, the other learns both values."""

    code = "FN-003"
    status = 409
    words = Text(
        "{what}已被{who}于 {when} 改为“{theirs}”，您的“{ours}”没有保存。请核对后再定。",
        "{what} was set to '{theirs}' by {who} at {when}; your '{ours}' was not saved. Compare and decide.",
    )


class Refused(RoomError):
    """The rule does not allow the act in this state; says why and what to do."""

    code = "FN-004"
    status = 422
    words = Text("{why}", "{why}")


class Unstorable(RoomError):
    """PostgreSQL keeps no NUL in a text, so none comes in, wherever it stands in what was sent."""

    code = "FN-005"
    words = Text(
        "提交的内容里有看不见的空字符（NUL），没有办理。请删去从别处粘贴的文字，重新输入。",
        "What was sent holds an invisible NUL character; nothing was done. Delete what was pasted and type it again.",
    )


# What a page says where the person stands. What is invisible or forbidden keeps a page of its own: 404, 403.
REFUSALS = (Refused, StaleState)
