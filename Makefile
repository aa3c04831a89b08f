# Every target sets up `.venv` first, from the lock file. Another Python: make PYTHON=python3.12 check
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
PYTHONS ?= $(PYTHON)

.DEFAULT_GOAL := help
.PHONY: help demo check lint types imports generated gate test fmt docs fuzz site axe packages sbom audit bench lock clean

help: ## List the targets
	@grep -hE '^[a-z.]+:.*## ' Makefile | sed -E 's/^([a-z.]+):.*## (.*)/\1|\2/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

$(VENV)/ready: requirements.lock pyproject.toml tools/make_venv.sh
	@tools/make_venv.sh "$(PYTHON)" "$(VENV)"

demo: $(VENV)/ready ## Read the sample report, audit it against real figures, and say what a contingent has lost
	@$(BIN)/tollbook read samples/kupiansk-report.txt --published 2025-10-18
	@echo
	@$(BIN)/tollbook audit samples/kupiansk-report.txt --published 2025-10-18; test $$? -le 1  # 1: something differs, as it should here
	@echo
	@made=$$(mktemp -d); trap 'rm -rf "$$made"' EXIT; export TOLLBOOK_LEDGER="$$made/ledger.db"; set -e; \
		$(BIN)/tollbook init >/dev/null; \
		$(BIN)/tollbook add samples/contingent-statements.txt --published 2025-01-18; \
		$(BIN)/tollbook outlook --force PRK

check: lint types imports generated gate test ## All that continuous integration runs

lint: $(VENV)/ready ## Style, and the order of formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/ready ## Import contracts: flow is one way
	$(BIN)/lint-imports --no-cache

generated: $(VENV)/ready ## Fail when a generated page of the docs is stale
	$(BIN)/python -m tools.generated --check
	$(BIN)/python -m tools.import_diagram --check
	$(BIN)/python -m tools.limits --check
	$(BIN)/python -m tools.man_pages --check

gate: $(VENV)/ready ## Score the gold corpus against its pinned floors
	$(BIN)/python -m tests.gate

test: $(VENV)/ready ## Tests, with every example of the docs
	$(BIN)/python -m pytest -q -n auto $(PYTEST_ARGS)

fmt: $(VENV)/ready ## Format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/ready ## Write the generated pages, and the outputs shown in the docs, anew
	$(BIN)/python -m tools.generated
	$(BIN)/python -m tools.import_diagram
	$(BIN)/python -m tools.limits
	$(BIN)/python -m tools.man_pages
	$(BIN)/python -m tools.examples --rewrite
	$(BIN)/python -m tools.notebook

site: $(VENV)/ready ## Build the documentation as a site into site/, and check its links
	$(BIN)/python -m tools.site

axe: $(VENV)/ready ## Try every page of the documentation's site with axe in Chromium, in light, dark and on a phone
	$(BIN)/python -m tools.site_access

packages: $(VENV)/ready ## Build wheel and sdist into dist/; install and run them under every Python in PYTHONS
	$(BIN)/python -m tools.packages $(PYTHONS)

sbom: $(VENV)/ready ## Write what the lock file holds as a bill of materials (CycloneDX) into dist/
	$(BIN)/python -m tools.sbom --output dist/tollbook.cdx.json

audit: $(VENV)/ready ## Ask a public database for known weaknesses of the locked libraries (needs the network)
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

FUZZ_INPUTS ?= 1000000
fuzz: $(VENV)/ready ## Feed a million mutated inputs to every reader (FUZZ_INPUTS=N for others)
	$(BIN)/python -m fuzz --inputs $(FUZZ_INPUTS)

bench: $(VENV)/ready ## Measure speed, start and memory; write the tables into the docs
	$(BIN)/python -m benchmarks --write-docs

lock: $(VENV)/ready ## Write requirements.lock anew (Linux and macOS, all supported versions of Python)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" --upgrade --quiet --output-file requirements.lock

clean: ## Remove the environment and every cache
	rm -rf $(VENV) .venv-bench .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
