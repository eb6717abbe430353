"""The way in: frequent commands go straight to their code, the others through Typer."""

import sys


def main() -> None:
    """Run the command line and exit."""
    try:
        from aiinfra_study.cli.fast import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was still being loaded
        sys.stderr.write("\n")
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
