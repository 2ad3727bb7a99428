"""Rules of the house for every dialogue, read from the source itself."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import conversations
from conversations.dialogue.registry import all_dialogues
from conversations.dialogue.steps import Step

ROOT = Path(conversations.__file__).parent


@cache
def modules() -> dict[Path, ast.Module]:
    return {file: ast.parse(file.read_text()) for file in sorted(ROOT.rglob("*.py"))}


def step_names(file: Path, tree: ast.Module) -> set[str]:
    """The names in a module that make steps: step classes, and functions that give one."""
    module = importlib.import_module(".".join(("conversations", *file.relative_to(ROOT).with_suffix("").parts)))
    names = set()
    for name, value in vars(module).items():
        if inspect.isclass(value) and issubclass(value, Step):
            names.add(name)
        elif inspect.isfunction(value) and "conversations.dialogue.prompts" in str(value.__module__):
            returned = str(value.__annotations__.get("return", ""))
            if any(kind in returned for kind in ("Choose", "AskText", "AskDate", "AskPhone")):
                names.add(name)
    return names


def lost_steps(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    """Steps that stand as a statement of their own, or after a plain `yield`: they would never happen."""
    for node in ast.walk(tree):
        lost = node.value if isinstance(node, ast.Expr) else node.value if isinstance(node, ast.Yield) else None
        if isinstance(lost, ast.Call) and isinstance(lost.func, ast.Name) and lost.func.id in names:
            yield lost


def test_no_prompt_look_or_decision_without_yield_from() -> None:
    for file, tree in modules().items():
        if file.parent.name == "dialogue":
            continue
        for call in lost_steps(tree, step_names(file, tree)):
            raise AssertionError(f"{file.name}:{call.lineno}: a step without `yield from` never happens")


def test_the_rule_finds_a_step_that_was_lost() -> None:
    tree = ast.parse("def f():\n    Say('x')\n    yield Say('y')\n    yield from Say('z')\n")
    assert [call.lineno for call in lost_steps(tree, {"Say"})] == [2, 3]


def test_every_name_and_subject_fits_into_a_button() -> None:
    longest_page = "insurance-loan-right-to-be-forgotten.9"
    for name in all_dialogues():
        assert len(f"s|{name}|{longest_page}".encode()) <= 64 or len(f"s|{name}|{2**63}".encode()) <= 64


def test_no_two_prompts_of_a_dialogue_share_a_wording() -> None:
    """The identity of a prompt is its kind and source string: twice the same would be taken for one another."""
    for file, tree in modules().items():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            wordings = [
                (call.func.id, ast.dump(call.args[0]))
                for call in ast.walk(function)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id
                in {"choose", "choose_many", "confirm", "ask_text", "ask_date", "ask_phone", "five_words"}
                and call.args
                and isinstance(call.args[0], ast.Call)
            ]
            twice = {w for w in wordings if wordings.count(w) > 1}
            assert not twice, f"{file.name}: {function.name} asks twice in the same words: {twice}"
