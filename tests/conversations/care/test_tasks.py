"""Every kind of task that the services make has words of its own: nobody of a team reads "something to do"."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import bot.services
from conversations.care.tasks import PROMISED, TASK_WORDS


def kinds_made() -> dict[str, str]:
    """Each kind that some call of `add_task` can make, and the module of that call, read from the code."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(bot.services.__path__, "bot.services."):
        loaded = importlib.import_module(module.name)
        tree = ast.parse(Path(loaded.__file__ or "").read_text(encoding="utf-8"))
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
                if ast.unparse(call.func).split(".")[-1] == "add_task":
                    (kind,) = [word.value for word in call.keywords if word.arg == "kind"]
                    kinds = set(values(kind, function, loaded, tree))
                    assert kinds, f"{module.name}: nothing is known of the kind {ast.unparse(kind)}"
                    found |= dict.fromkeys(kinds, module.name)
    return found


def values(node: ast.expr, function: ast.FunctionDef, module: ModuleType, tree: ast.Module) -> Iterator[str]:
    """What an expression can be: constants, either side of a condition, names, tables, what a caller gives or what a
    function returns."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from values(node.body, function, module, tree)
            yield from values(node.orelse, function, module, tree)
        case ast.Subscript(value=ast.Name(id=name)):
            yield from vars(module)[name].values()
        case ast.Name(id=name) if name in vars(module):
            yield vars(module)[name]
        case ast.Name(id=name) if name in (parameters := [one.arg for one in function.args.args]):
            for caller in [one for one in tree.body if isinstance(one, ast.FunctionDef)]:
                for call in [one for one in ast.walk(caller) if isinstance(one, ast.Call)]:
                    if ast.unparse(call.func) == function.name:
                        yield from values(call.args[parameters.index(name)], caller, module, tree)
        case ast.Name(id=name):
            for step in ast.walk(function):
                if isinstance(step, ast.Assign) and ast.unparse(step.targets[0]) == name:
                    yield from values(step.value, function, module, tree)
        case ast.Call(func=ast.Name(id=name)):
            for called in [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]:
                for step in [one for one in ast.walk(called) if isinstance(one, ast.Return) and one.value]:
                    yield from values(step.value or node, called, module, tree)


def test_every_kind_that_is_made_has_words() -> None:
    made = kinds_made()
    assert {"report", "family-word", "death-tell-ap", "interpreter", "write-person"} <= set(made)
    assert {kind: where for kind, where in made.items() if kind not in TASK_WORDS} == {}


def test_what_people_were_promised_is_something_that_is_made() -> None:
    assert set(kinds_made()) >= PROMISED
