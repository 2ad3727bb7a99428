"""The command line. Each command imports what it needs when it runs, so that `run` loads nothing another needs."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Peer support in oncology units, by chat.")

Language = Annotated[str, typer.Option("--lang", help="fr or en")]


@app.command()
def run() -> None:
    """Run the service."""
    from bot.logs import set_up_logs
    from bot.service import run as run_service
    from bot.settings import WrongSetting, load_settings
    from bot.site import WrongSite

    try:
        settings = load_settings()
        set_up_logs(settings.log_level)
        asyncio.run(run_service(settings))
    except (WrongSetting, WrongSite) as problem:
        _refuse(str(problem))


def _refuse(line: str) -> None:
    print(line, file=sys.stderr)
    raise SystemExit(2)


def main() -> None:
    """The console script."""
    app()


__all__ = ["Path", "app", "main"]
