# Tools are pinned in tools/go.mod, a module of its own, so that they never show in the module graph of a user.
GO        ?= go
TOOL       = $(GO) tool -modfile=tools/go.mod
FUZZTIME  ?= 30s
BENCH     ?= .
# Packages whose values or work are shared between goroutines. The race detector makes everything several times slower,
# so only these run under it.
RACE      ?= $(wildcard ./wire ./wire/rest ./azure ./mock ./generator/output ./cmd/gen)

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: generate
generate: ## Write generated/ from specs/ and the samples of wire, as gen.yaml says
	$(GO) run ./cmd/gen

.PHONY: check
check: ## Regenerate; fail if anything changed (run before pushing)
	$(GO) run ./cmd/gen -check

.PHONY: test
test: ## Run all tests
	$(GO) test -timeout 25m ./...

.PHONY: race
race: ## Run the tests of what is used concurrently under the race detector
	$(GO) test -race $(addsuffix /...,$(RACE))

.PHONY: asan
asan: ## Run the tests of wire, whose loops read memory unchecked, under the address sanitizer (needs gcc or clang)
	CGO_ENABLED=1 $(GO) test -asan -short ./wire ./wire/codec ./wire/internal/... ./wire/schema

.PHONY: purego
purego: ## Run the tests of wire without package unsafe, as other platforms than amd64, arm64 and ppc64le do
	$(GO) test -tags purego ./wire/...

.PHONY: conformance
conformance: ## Prove every documented sample against the schemas and the generated types
	$(GO) run ./cmd/conform

# Packages whose own tests are held against planted faults.
MUTANTS   ?= ./wire ./wire/codec ./wire/schema ./wire/ecma ./wire/rest ./wire/internal/scan ./openapi ./openapi/diag ./generator/lower \
	./generator/naming ./generator/output ./conformance ./conformance/internal/schema
SAMPLE    ?= 0
SEED      ?= 1
SINCE     ?=

.PHONY: mutants
mutants: ## Plant faults in MUTANTS and run their own tests; SAMPLE=n of each by SEED, SINCE=rev on changed lines only
	env -u AZURE_REST_API_SPECS -u JSON_TEST_SUITE -u AZBILL_SPECFACTS -u AZBILL_DOC_PAGES $(GO) run ./internal/mutants \
		-accepted internal/mutants/accepted.txt -sample $(SAMPLE) -seed $(SEED) -since '$(SINCE)' $(MUTANTS)

.PHONY: mock
mock: ## Serve every api-version of specs/ with the documented samples, and keep what is written
	$(GO) run ./cmd/mock -samples testdata/examples -state

.PHONY: lint
lint: ## Run golangci-lint (gofmt, go vet, staticcheck and others) over all code; check that go.mod is tidy
	$(TOOL) golangci-lint run ./...
	$(GO) mod tidy -diff

# Modules beside this one, with dependencies that no user of azbill should download. tools has no code.
MODULES   ?= $(filter-out tools,$(patsubst %/go.mod,%,$(wildcard */go.mod)))

.PHONY: modules
modules: ## Build, vet and test the modules beside this one (downloads the official SDK and other peers)
	@set -e; for m in $(MODULES); do echo "module $$m"; $(GO) -C $$m vet ./...; $(GO) -C $$m test ./...; done

.PHONY: bench
bench: ## Measure against other generators; writes bench/RESULTS.md, its charts and the README's figures (half an hour)
	$(MAKE) -C bench bench

.PHONY: benchmarks
benchmarks: ## Run Go benchmarks; BENCH=<regexp> picks some, tools/ has benchstat to compare two runs
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

# What the code is built for. Tests run on the platform at hand; on 386, where an amd64 machine runs them; and on js/wasm
# under node.
PLATFORMS ?= linux/amd64 linux/arm64 linux/386 linux/s390x windows/amd64 darwin/arm64 js/wasm

.PHONY: platforms
platforms: ## Build and vet for other platforms; run the tests of wire on 386 and, under node, on js/wasm
	@set -e; for p in $(PLATFORMS); do echo "platform $$p"; \
		GOOS=$${p%/*} GOARCH=$${p#*/} CGO_ENABLED=0 $(GO) build ./...; \
		GOOS=$${p%/*} GOARCH=$${p#*/} CGO_ENABLED=0 $(GO) vet ./...; \
	done
	@if [ "$$($(GO) env GOHOSTARCH)/$$($(GO) env GOHOSTOS)" = amd64/linux ]; then GOARCH=386 CGO_ENABLED=0 $(GO) test -short ./wire/...; \
	else echo "the tests for 386 need linux on amd64: skipped"; fi
	@if command -v node >/dev/null; then \
		GOOS=js GOARCH=wasm $(GO) test -short -exec "$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" ./wire/...; \
	else echo "node is not installed: the tests for js/wasm are skipped"; fi

# How many executions all fuzz targets come to; 0: what they come to in FUZZTIME.
FUZZTOTAL ?= 0

.PHONY: fuzz
fuzz: ## Run every fuzz target of every module for FUZZTIME (30s), and on until they come to FUZZTOTAL executions
	$(GO) run ./internal/fuzz -time $(FUZZTIME) -total $(FUZZTOTAL) . $(MODULES)
