.PHONY: setup quiz test lint
setup: ; python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]'
quiz: ; .venv/bin/aiinfra quiz
test: ; .venv/bin/pytest
lint:
	.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/mypy
	.venv/bin/aiinfra lint question_banks --fail-on warning
