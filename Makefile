# Two commands are promises: `make demo` and `make test` work on a fresh machine with Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.from-lock

.DEFAULT_GOAL := help
.PHONY: help setup demo test journeys tamper signoffs idempotency editors lint types contracts check bench bench-small manual lock clean matrix faults conflicts canaries looks retention-proof hostile kills round-trips recovery spark squashed calibration

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: $(STAMP) ## the virtual environment, exactly as the lock says

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Golden Thread needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: setup ## the whole thread on a made-up authority: the board paper, then a running site
	$(BIN)/goldenthread demo --out demo

test: setup ## every test
	$(BIN)/python -m pytest -n 2

journeys: setup ## every page, each role, two widths, in the browser (about 4 minutes)
	JOURNEYS=whole $(BIN)/python -m pytest tests/journeys/test_every_page.py

tamper: setup ## 1,200 tamperings with the trail, and a clean one of 100,000 rows (about a minute)
	$(BIN)/python tests/tampering.py

signoffs: setup ## 10,000 random steps of a plan, and 1,000 signed records changed (about 4 minutes)
	$(BIN)/python tests/signoffs.py

idempotency: setup ## twenty posts at once on every route that takes one (about 2 minutes)
	$(BIN)/python tests/idempotency.py

editors: PART = 1/3
editors: setup ## 32 editors at once, 50 saves each, on a third of what two people may edit; PART=2/3 the next (7 minutes each)
	$(BIN)/python tests/editors.py --part $(PART)

matrix: setup ## who is let in where: every route, everybody, every method (about 7 minutes)
	$(BIN)/python -m tests.proofs.matrix

faults: PART = 1/12
faults: setup ## each check of who may do what broken: does a test notice? A twelfth at a time: PART=1/12 to PART=12/12; the first finds which test calls what
	$(BIN)/python -m tests.proofs.faults --part $(PART)

canaries: setup ## nobody is told of a child they may not see: every page, file, log and letter (minutes)
	CANARIES=whole $(BIN)/python -m pytest -s tests/web/test_canaries.py

looks: setup ## each page that names a child leaves its row, and none is served without (minutes)
	LOOKS=whole $(BIN)/python -m pytest -s tests/web/test_canaries.py tests/web/test_no_row_no_page.py -k "look or row"

conflicts: setup ## nobody audits a child they have a tie to: 10,000 random histories (2 minutes)
	CONFLICTS=whole $(BIN)/python -m pytest -s tests/web/test_independence.py

retention-proof: setup ## records that leave early or late, holds, facts found and tokens of others given: a line each
	RETENTION=whole $(BIN)/python -m pytest tests/web/test_retention_proof.py -n 0 -s -p no:warnings

hostile: setup ## over a thousand malformed and hostile files, each refused in a sentence (under 10 minutes)
	PYTHONPATH=tests $(BIN)/python tests/hostile_run.py

calibration: setup ## what made-up authorities look like beside England's published figures (a minute)
	PYTHONPATH=tests $(BIN)/python tests/calibration.py

recovery: setup ## 500 published tables attacked for what is withheld in them: none recovered (about 2 minutes)
	PYTHONPATH=tests $(BIN)/python tests/recovery.py

kills: setup ## two hundred loads killed at random moments, each retried (under 10 minutes)
	PYTHONPATH=tests $(BIN)/python tests/kills.py

round-trips: setup ## Annex A written and read back, five hundred examples of each property (under 10 minutes)
	EXAMPLES=500 $(BIN)/python -m pytest -n 2 tests/spec/test_annex_a_round_trips.py

squashed: setup ## a database made anew, one made by the old migrations and one left half way: the same to the letter
	$(BIN)/python -m tests.proofs.squashed

spark: setup ## every figure the same on Spark, which it installs first; needs Java 17 (minutes)
	java -version
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	PYTHONPATH=tests $(BIN)/python tests/on_spark.py

lint: setup ## style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## strict types
	$(BIN)/mypy

contracts: setup ## who may import whom
	$(BIN)/lint-imports

check: lint types contracts test ## everything .ci/run checks but the benchmark

bench: setup ## speed as ratios within one run
	$(BIN)/python -m tests.bench

bench-small: setup ## the same at its smallest size
	$(BIN)/python -m tests.bench --small

manual: setup ## the pages of docs/manual that are printed from the code
	$(BIN)/python -m goldenthread.standards.data_dictionary docs/manual/data-dictionary.md
	$(BIN)/python -m goldenthread.clocks.manual docs/manual/clocks.md
	$(BIN)/python -m goldenthread.records.checks.printed docs/manual/checks.md
	$(BIN)/python docs/manual/print_matrix.py
	$(BIN)/python -m goldenthread.web.analysts.printed docs/manual/reporting-schema.md
	$(BIN)/python -m goldenthread.indicators.printed docs/manual/indicators

lock: setup ## make the hashed lock again from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra site --extra database --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra spark --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet --output-file requirements-spark.lock

clean: ## what the build and the demo left
	rm -rf $(VENV) demo build dist
