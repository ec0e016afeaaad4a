# Each command is `python -m utils COMMAND`, which works where there is no make. ARGS go on to it: make build ARGS="01 --force"
PYTHON ?= python3
COMMANDS := help lab progress afresh test build check lint results truth site browser grade handout bench agree run setup

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) -m utils $@ $(ARGS)
