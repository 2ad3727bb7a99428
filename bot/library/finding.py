"""What `companion check` says about the content: where, how bad, and what to do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """An error fails the check, a warning is shown."""

    file: Path
    line: int
    level: Level
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}"


def line_of(file: Path, words: str) -> int:
    """The first line of a file that holds these words, else 1."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if words in line), 1)
