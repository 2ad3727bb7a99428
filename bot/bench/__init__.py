"""`companion bench`: what our ways of doing things are worth, as ratios that travel between machines.

Each module of this folder with a function `figures() -> list[(what, ratio, of what)]` is one part of the table.
"""

import importlib
import pkgutil
from collections.abc import Iterator

Figure = tuple[str, float, str]


def run_bench() -> Iterator[str]:
    """The lines of the table, each part as soon as it is measured."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        part = importlib.import_module(f"{__name__}.{module.name}")
        if not hasattr(part, "figures"):
            continue
        yield module.name
        for what, ratio, of_what in part.figures():
            yield f"  {what:<44} {ratio:>9.2f}  {of_what}"
