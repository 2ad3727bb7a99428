"""When nobody on duty can be told in the coming days, in words, with what people then read."""

from conversations.care.supervision import Gap
from conversations.dialogue.text import Text, When, _


def gap_lines(gaps: tuple[Gap, ...]) -> list[Text]:
    """When nobody on duty can be told, and what people read then."""
    return [_gap(gap) for gap in gaps]


def _gap(gap: Gap) -> Text:
    span = {"begins": When(gap.begins), "ends": When(gap.ends)}
    if gap.reads_from is None:
        return _(
            "{begins} to {ends}: nobody on duty can be told, so urgent alerts go to everybody at once; people will "
            "read: “I have told the team of your unit. I cannot promise when somebody reads it.”",
            **span,
        )
    return _(
        "{begins} to {ends}: urgent alerts go to nobody; people will read: “Nobody here can answer you before {hour}.”",
        **span,
        hour=When(gap.reads_from),
    )
