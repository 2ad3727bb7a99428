"""Every dialogue by its name, with who may run it and where the menu shows it."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import conversations
from conversations.dialogue.steps import Dialogue, Me
from conversations.dialogue.text import Text

PATIENT, RELATIVE, AP, SUPERVISOR, COORDINATOR = "patient", "relative", "ap", "supervisor", "coordinator"
ROLES = (PATIENT, RELATIVE, AP, SUPERVISOR, COORDINATOR)
ACCOMPANIED = frozenset({PATIENT, RELATIVE})
STAFF = frozenset({SUPERVISOR, COORDINATOR})
EVERYONE: frozenset[str] | None = None

Make = Callable[[Me, str | None], Dialogue]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. `order` sorts; `when` and `unless` name facts about the person (services say which hold)."""

    order: int
    label: Text
    when: str | None = None
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """`roles` None: anybody. `before_consent`: also for people who have not agreed to anything (yet, or ever).

    `urgent`: also while everything else waits after danger. `acts_on`: what its subject is ("pair", "appointment"),
    where it acts on a contact: while that is held it does not run.
    """

    name: str
    make: Make
    roles: frozenset[str] | None
    before_consent: bool
    urgent: bool
    entry: Entry | None
    command: str | None
    acts_on: str | None

    def may_run(self, role: str | None) -> bool:
        return self.roles is None or role in self.roles


_REGISTRY: dict[str, Definition] = {}
LONGEST_NAME = 24  # so that "s|name|subject" stays below Telegram's 64 bytes with a page id as subject


def dialogue(
    name: str,
    *,
    roles: frozenset[str] | None = EVERYONE,
    before_consent: bool = False,
    urgent: bool = False,
    entry: Entry | None = None,
    command: str | None = None,
    acts_on: str | None = None,
) -> Callable[[Make], Make]:
    """Register a dialogue function `(me, subject) -> Dialogue` under a name used in buttons and stored rows."""

    def register(make: Make) -> Make:
        if len(name) > LONGEST_NAME or name in _REGISTRY:
            raise ValueError(f"dialogue name {name!r} is too long or taken")
        _REGISTRY[name] = Definition(name, make, roles, before_consent, urgent, entry, command, acts_on)
        return make

    return register


@cache
def all_dialogues() -> Mapping[str, Definition]:
    """Import every module of `conversations` once and give the registry."""
    for module in pkgutil.walk_packages(conversations.__path__, "conversations."):
        importlib.import_module(module.name)
    return _REGISTRY
