"""With which of their memberships somebody may run a dialogue."""

from bot.storage import memberships
from bot.storage.dialogues import Row
from bot.storage.memberships import Membership
from bot.turn import Turn, me_of
from conversations.dialogue.registry import Definition
from conversations.dialogue.steps import Me


def hat_for(turn: Turn, definition: Definition) -> Me | None:
    """The membership with which somebody may run this dialogue: the current one, else another of theirs; or None."""
    current = turn.me or me_of(turn.somebody, None)
    if definition.may_run(current.role):
        return current
    for hat in memberships.of_person(turn.tx, turn.somebody.id):
        if definition.may_run(hat.role):
            return me_of(turn.somebody, hat)
    return None


def allows(definition: Definition, row: Row, hat: Membership | None) -> bool:
    """Whether the hat with which a dialogue was begun is still worn, and still lets it go on."""
    if row.membership_id is None:
        return definition.may_run(None)
    return hat is not None and hat.state == "active" and definition.may_run(hat.role)
