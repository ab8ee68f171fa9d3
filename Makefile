# Few verbs: build, test, bench, lint, emulator. What they need is installed by
# pinned version under .cache/, which git ignores.

SHELL := /bin/bash
.SHELLFLAGS := -eo pipefail -c
.DEFAULT_GOAL := build
.PHONY: build test bench lint emulator unit fuzz mutate

BIN      := .cache/bin
TOOLS    := $(BIN)/staticcheck $(BIN)/gofumpt $(BIN)/gotestsum
GOTEST   := $(BIN)/gotestsum --format standard-quiet --
FUZZTIME ?= 10s
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# Building the AWS SDK for the race detector costs a minute and a half of two
# cores. It is worth that once, for collect: what else builds it has no
# goroutines of its own and runs plainly.
heavy = $(shell go list -f '{{.ImportPath}} {{.Deps}} {{.TestImports}} {{.XTestImports}}' ./... | awk '/github\.com\/aws\/|mooring\/internal\/collect/ {print $$1}')
light = $(filter-out $(heavy),$(shell go list ./...))
# The only goroutines below audit are those of saved, which is raced by itself.
raced = $(filter-out mooring/internal/audit,$(light)) mooring/internal/collect
plain = $(filter-out mooring/test/% mooring/internal/collect,$(heavy)) mooring/internal/audit

# Built as go run and go test build, so that the AWS SDK is compiled once.
build:
	go build -ldflags '-s -w -X main.release=$(VERSION)' -o mooring ./cmd/mooring

# Everything: format, vet, staticcheck, all tests, each fuzz target for a while,
# the real binary against the emulator.
test: lint unit fuzz emulator

lint: $(TOOLS)
	go vet ./...
	@unformatted="$$($(BIN)/gofumpt -l $(wildcard cmd examples internal test))"; \
	  if [ -n "$$unformatted" ]; then echo "gofumpt would change:"; echo "$$unformatted"; exit 1; fi
	$(BIN)/staticcheck ./...

unit: $(TOOLS)
	$(GOTEST) -race -timeout 20m $(raced)
	$(GOTEST) $(plain) ./internal/oracle

# A worker caught in the middle by the end of the time fails the target without any
# input to blame (golang/go#75804, mended in Go 1.27): that one, and only that, is
# fuzzed once more.
fuzz:
	@mkdir -p $(BIN)
	@grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' internal | sed 's|/[^/]*:func | |' | sort -u | \
	  while read -r dir target; do \
	    run() { go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "./$$dir" 2>&1 | tee .cache/fuzz.log; }; \
	    run || { grep -q 'context deadline exceeded' .cache/fuzz.log && ! grep -q 'Failing input' .cache/fuzz.log && run; } || exit 1; \
	  done

emulator: $(TOOLS)
	$(GOTEST) -count=1 -timeout 20m ./test/...

# Takes each gate out of a copy of the engine and wants some test to fail.
mutate:
	go test -count=1 -timeout 60m -tags mutate -run TestMutations -v ./internal/oracle

bench:
	go test -run '^$$' -bench . -benchmem $(light)
	go test -run '^$$' -bench . -benchtime 1x ./test/...

$(TOOLS) &: tools/go.mod tools/go.sum
	@mkdir -p $(BIN)
	cd tools && go build -o ../$(BIN)/ honnef.co/go/tools/cmd/staticcheck mvdan.cc/gofumpt gotest.tools/gotestsum
	@touch $(TOOLS)
