# Parent Press. `make` alone lists what can be done.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON_OF_OURS := .venv/bin/python
# Tests run side by side on the cores there are, up to four; JOBS=1 runs them one by one.
JOBS ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); [ $$cores -gt 4 ] && echo 4 || echo $$cores)
ARGS ?=

.PHONY: help
help: ## List these words
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Start the demonstration on http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@exec tools/run

.PHONY: setup
setup: ## Make an empty real site: first administrator, first readers, recovery key
	@exec tools/setup

.PHONY: serve
serve: ## Start the real site that `make setup` made
	@exec tools/serve

.PHONY: test
test: ## Run the tests, a real browser included (ARGS="-k consent" for some of them)
	@tools/prepare tests
	@CHROMIUM=$$($(PYTHON_OF_OURS) tools/find_browser.py --download) || exit 1; export CHROMIUM; \
	exec $(PYTHON_OF_OURS) -m pytest -n $(JOBS) -m "not proof and not short_proof" $(ARGS)

.PHONY: browser
browser: ## Run the browser journeys alone
	@tools/prepare tests
	@CHROMIUM=$$($(PYTHON_OF_OURS) tools/find_browser.py --download) || exit 1; export CHROMIUM; \
	exec $(PYTHON_OF_OURS) -m pytest -n $(JOBS) tests/browser $(ARGS)

.PHONY: check
check: ## Read the code: style, migrations, system checks
	@tools/prepare tests
	@exec tools/check

.PHONY: tools
tools: ## Install the system programs that proofs use, naming each
	@exec tools/install_programs all

.PHONY: proofs
proofs: ## Run what is slow or needs system programs, and the tests again on PostgreSQL
	@tools/prepare tests
	@exec tools/prove all

.PHONY: rehearse
rehearse: ## Send a file of stories all the way: make rehearse FILE=stories.jsonl OUT=folder
	@test -n "$(FILE)" && test -n "$(OUT)" || { echo "Say which file and where to: make rehearse FILE=stories.jsonl OUT=folder" >&2; exit 1; }
	@tools/prepare site
	@exec tools/rehearse "$(FILE)" "$(OUT)" $(ARGS)

.PHONY: bench
bench: ## Measure everything beside its aim (ARGS="ledger leaving" for some)
	@tools/prepare tests
	@exec $(PYTHON_OF_OURS) -m benchmarks $(ARGS)

.PHONY: requirements
requirements: ## Pin the newest allowed packages with their hashes
	@tools/prepare tests
	@exec tools/pin
