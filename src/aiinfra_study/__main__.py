"""The way in: frequent commands go straight to their code, the others through Typer."""

import sys


def main() -> None:
    """Run the command line and exit."""
    from aiinfra_study.cli.fast import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
