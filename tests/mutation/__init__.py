"""Mutation testing of core, lint and store: `python -m tests.mutation --sample 900 --seed 7` (README.md says how)."""

import sys

if sys.version_info < (3, 12):
    raise SystemExit("python -m tests.mutation needs Python 3.12 or later")
