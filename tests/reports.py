"""The measured reports printed after the tests: `python -m tests.reports`."""

from tests.library.search_report import report_lines as search_lines


def main() -> None:
    for line in search_lines():
        print(line)


if __name__ == "__main__":
    main()
