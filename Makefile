# Two commands do everything on a fresh clone: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LEDGER ?= ledger.db

.PHONY: demo test check bench docs gate lock clean serve spark

# The environment is complete when the stamp is newer than what defines it.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dragoman needs Python 3.11 or later; set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(VENV)/.installed
	$(BIN)/dragoman code samples --ledger $(LEDGER)
	$(BIN)/dragoman show --ledger $(LEDGER)
	@echo
	@echo "What to type next:"
	@echo "  $(BIN)/dragoman serve --ledger $(LEDGER)                      the same ledger as a web app, on http://127.0.0.1:8765"
	@echo "  $(BIN)/dragoman show --ledger $(LEDGER) --document goma-shelling   one story with the claims' words marked"
	@echo "  $(BIN)/dragoman explain 'goma-shelling#1' --ledger $(LEDGER)       why a claim is coded as it is"
	@echo "  $(BIN)/dragoman code YOUR-STORY.txt                          a story of your own"

test: $(VENV)/.installed check
	$(BIN)/python -m pytest

check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.installed
	$(BIN)/python bench/run.py

# PySpark, for spark-code and its tests; Java 17 comes from the system (Debian: openjdk-17-jre-headless).
spark: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock

serve: $(VENV)/.installed
	$(BIN)/dragoman serve --ledger $(LEDGER)

# Needs uv on the PATH. The lock holds hashes and no registry address.
lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
		--extra dev --quiet --output-file requirements.lock pyproject.toml
	printf 'pandas>=2.2,<3\npyarrow>=15\npyspark>=4,<5\n' | uv pip compile --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --constraint requirements.lock --quiet \
		--output-file requirements-spark.lock -

clean:
	rm -rf $(VENV) *.db *.db-wal *.db-shm *.db.snapshot *.incidents.json site build dist .mypy_cache .pytest_cache .ruff_cache

docs: $(VENV)/.installed
	$(BIN)/mkdocs build --strict --quiet

gate: $(VENV)/.installed
	$(BIN)/python bench/gate.py check --only own
