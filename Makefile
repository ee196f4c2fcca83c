# Two commands: `make demo` and `make test`; `make docs` builds the documentation. Both make .venv first, from Python >= 3.11 alone.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
RUN = .venv/bin/python
STAMP = .venv/.installed

.PHONY: demo test lint slow smoke docs mutate faults clean
.DEFAULT_GOAL := demo

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "error: no Python >= 3.11 found; set PYTHON=/its/path" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(STAMP)
	$(RUN) -m launch.reproduce --table=demo --out=build/demo

lint: $(STAMP)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

test: lint
	$(RUN) -m pytest -n 2 -m 'not slow'

slow: $(STAMP)
	$(RUN) -m pytest -m slow

.venv/.docs: $(STAMP)
	$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	@touch $@

# Into build/docs, without the network; a link that leads nowhere is an error.
docs: .venv/.docs
	NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --strict --quiet
	@echo "in build/docs/index.html"

# Tables at their smoke budget, a few steps a row; those that need no data that are not in a wheel.
SMOKE = lbt_toys lbt_mixtures lsvgd_toys lsvgd_cifar10 sig_toys sig_grid

smoke: $(STAMP)
	for table in $(SMOKE); do $(RUN) -m launch.reproduce --table=$$table --budget=smoke || exit 1; done

# Mistakes made in a copy of the code, each of which a test must catch; some twenty minutes.
mutate: $(STAMP)
	$(RUN) -m tests.mutations.run --out=results/mutations

# Runs that are killed, files that are harmed and inputs that are hostile: nothing may be lost; under half an hour.
faults: $(STAMP)
	$(RUN) -m tests.faults.run --out=results/faults

clean:
	rm -rf .venv build
