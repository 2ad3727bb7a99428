"""Who the bot is: getMe, its commands by scope and language, its name and descriptions."""

import re
from typing import Any

from bot.sandbox.parameters import Parameters
from bot.sandbox.people import JSON, Person
from bot.sandbox.refusals import CHAT_NOT_FOUND, bad_request
from bot.sandbox.state import Sandbox

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS = 100
DESCRIPTION = 256
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


def get_me(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """The bot itself."""
    return {
        **sandbox.chats.bot.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def scope_of(parameters: Parameters, sandbox: Sandbox) -> str:
    """The scope of a call as one word: its type, with the chat where it names one."""
    scope: Any = parameters.parsed("scope", "can't parse BotCommandScope JSON object")
    if scope is None:
        return "default"
    if not isinstance(scope, dict) or str(scope.get("type")) not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if not scope["type"].startswith("chat"):
        return str(scope["type"])
    if not str(scope.get("chat_id", "")).lstrip("-").isdecimal() or int(scope["chat_id"]) not in sandbox.chats.people:
        raise bad_request(CHAT_NOT_FOUND)
    return f"{scope['type']}:{int(scope['chat_id'])}"


def language_of(parameters: Parameters) -> str:
    """The two letters of a call's language, empty for all others."""
    language = parameters.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def set_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    """The menu of one scope and one language."""
    given: Any = parameters.parsed("commands", "can't parse commands JSON object")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    place = (scope_of(parameters, sandbox), language_of(parameters))
    sandbox.commands[place] = [_command(one) for one in given]
    _touch_all(sandbox)
    return True


def _command(given: Any) -> JSON:
    if not isinstance(given, dict) or not isinstance(given.get("command"), str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    command = given["command"].removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description or len(description) > DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def get_my_commands(sandbox: Sandbox, parameters: Parameters) -> list[JSON]:
    """Exactly what was set for this scope and language."""
    return sandbox.commands.get((scope_of(parameters, sandbox), language_of(parameters)), [])


def delete_my_commands(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Back to what the wider scope shows."""
    sandbox.commands.pop((scope_of(parameters, sandbox), language_of(parameters)), None)
    _touch_all(sandbox)
    return True


def _touch_all(sandbox: Sandbox) -> None:
    for person_id in sandbox.chats.people:
        sandbox.chats.touch(person_id)


def commands_for(sandbox: Sandbox, person: Person) -> list[JSON]:
    """The menu this person's phone shows: from the narrowest scope to the widest, their language first."""
    language = person.language_code[:2]
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        for code in (language, ""):
            found = sandbox.commands.get((scope, code))
            if found:
                return found
    return []


def commands_as_json(sandbox: Sandbox) -> list[JSON]:
    """Every menu that was set."""
    return [
        {"scope": scope, "language_code": language, "commands": commands}
        for (scope, language), commands in sandbox.commands.items()
    ]


NAMED = {"name": (64, "name"), "description": (512, "description"), "short_description": (120, "short_description")}


def set_named(sandbox: Sandbox, parameters: Parameters, name: str) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    value = parameters.text(name)
    if len(value) > NAMED[name][0]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    sandbox.names[(name, language_of(parameters))] = value
    return True


def get_named(sandbox: Sandbox, parameters: Parameters, name: str) -> JSON:
    """Their getters."""
    language = language_of(parameters)
    default = sandbox.chats.bot.first_name if name == "name" else ""
    value = sandbox.names.get((name, language)) or sandbox.names.get((name, "")) or default
    return {name: value}
