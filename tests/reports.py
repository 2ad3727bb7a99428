"""The measured reports printed after the tests: `python -m tests.reports`."""

from itertools import chain

from tests.library.search_report import report_lines as search_lines
from tests.safety.report import report_lines as safety_lines


def main() -> None:
    for line in chain(search_lines(), [""], safety_lines()):
        print(line)


if __name__ == "__main__":
    main()
