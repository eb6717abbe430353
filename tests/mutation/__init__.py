"""Mutation testing of core, lint and store: `python -m tests.mutation --sample 900 --seed 7` (README.md says how)."""
