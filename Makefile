# Development commands. They use the virtual environment that the README's test command makes.
BIN ?= .venv/bin

.PHONY: check static format lint types contracts test test-all faults bench screenshots wheel hooks

check: static test

static: lint types contracts

format:
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

test:
	$(BIN)/pytest -n auto

# everything but full-size fault injection and benchmarks, with the long series and ten times the examples
test-all:
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n auto -m "not fault and not bench"

faults:
	$(BIN)/pytest -m fault

# ratios in one run; the peers come from npm, see tests/bench/README.md
bench:
	$(BIN)/python -m tests.bench

screenshots:
	$(BIN)/python -m tests.support.screenshots

wheel:
	$(BIN)/pip wheel -q --no-deps -w dist .

hooks:
	git config core.hooksPath .githooks
