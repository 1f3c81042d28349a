# Every target is one task of scripts/bootstrap.py, which sets up what it needs; on Windows without make:
#   python scripts/bootstrap.py demo
# ARGS passes options on: make demo ARGS=--no-serve, make test ARGS="house unit".

# The first Python that really starts and is new enough: version managers leave shims that do neither.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
FOUND := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo "$$p" && break; done)
PYTHON ?= $(FOUND)
ARGS ?=

.PHONY: help demo test soak setup lint docs lock bundle clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

demo: python ## the demo city, scored and explained, then opened in the web
test: python ## every ring of tests; ARGS="house unit" for some of them
soak: python ## the full counts, written to docs/evidence; ARGS="KILLS SEED"
setup: python ## make .venv with all that development needs
lint: python ## what the linters find; ARGS=--fix mends what it can
docs: python ## the parts of docs/reference that repeat the code; ARGS=--check only compares
lock: python ## write requirements/*.txt anew; ARGS=--upgrade for newer releases
bundle: python ## dist/bundle: installs on a machine without a network
clean: python ## remove all that these targets made

demo test soak setup lint docs lock bundle clean:
	@"$(PYTHON)" scripts/bootstrap.py $@ $(ARGS)

.PHONY: python
python:
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo "leitai needs Python 3.11 or newer$(if $(PYTHON), and '$(PYTHON)' is not); install one, or name it: make ... PYTHON=/path/to/python3" >&2; exit 2; }
