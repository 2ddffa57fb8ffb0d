# Development and continuous-integration jobs of swift-margin.
.POSIX:
.NOTPARALLEL:
.PHONY: help setup build run test times check long dist bench fuzz notebooks format clean

SWIFT = swift
MARGIN = .build/release/margin

# Jobs that build the same product use the same flags, so that nothing is built twice: debug in .build,
# the static tool in .build/release, release tests and their own tool in .build-test.
# Without debug information, which took a tenth of the debug build.
LIGHT = -debug-info-format none
IN_DEBUG = --explicit-target-dependency-import-check error $(LIGHT)
TESTED = .build-test/release/margin
IN_RELEASE = -c release --scratch-path .build-test
# Tests that run the tool, loop over long histories or try many inputs; skipped in debug.
RELEASE_ONLY = --skip '^CommandTests\.' --skip '^PropertyTests\.' --skip '^FuzzTests\.'
# Suites that SlowTests.areLong extends.
LONG_SUITES = '\.(SuiteTests|FailureTests|PrefixTests)/'
# Durations of the tests, run one at a time so that each is measured alone.
TIMES = .build-test/tests.jsonl

help: ## Print this list (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Install the libraries that are missing (apt); touches nothing that is there
	@Scripts/setup

build: setup ## Build the static tool in release: .build/release/margin
	$(SWIFT) build -c release --static-swift-stdlib --product margin

run: build ## Set up, build, and calibrate the shipped prices
	$(MARGIN) calibrate data/equities/sp500.csv data/crypto/*.csv data/commodities/wti.csv
	$(MARGIN) explain data/equities/sp500.csv --instrument sp500

test: setup ## Set up, run the unit suites in debug, and all tests in release
	$(SWIFT) build --build-tests $(IN_DEBUG)
	$(SWIFT) test --skip-build $(IN_DEBUG) $(RELEASE_ONLY)
	MARGIN="$$PWD/$(TESTED)" $(SWIFT) test $(IN_RELEASE)

times: setup ## The longest tests, one after the other; fails on an untagged unit test over two seconds
	MARGIN="$$PWD/$(TESTED)" $(SWIFT) test $(IN_RELEASE) --no-parallel \
	  --event-stream-output-path $(TIMES)
	Scripts/test-times $(TIMES)

check: setup ## Formatting, warnings, house rules, transcripts, data: what a change must pass
	Scripts/check

long: setup ## What takes too long for every change: long suites, this package as a dependency
	LONG=1 MARGIN="$$PWD/$(TESTED)" $(SWIFT) test $(IN_RELEASE) --filter $(LONG_SUITES)
	$(TESTED) verify Tests/Cases/long --junit .build-test/cases-long.xml
	Scripts/as-dependency
	Scripts/extensibility

dist: build ## Pack the static tool into an archive: .build/margin-VERSION-SYSTEM.tar.gz
	@name="margin-$$($(MARGIN) --version)-$$(uname -s -m | tr 'A-Z ' 'a-z-')" && \
	tar -czf ".build/$$name.tar.gz" --transform "s,^,$$name/," \
	  LICENSE README.md CHANGELOG.md -C .build/release margin && echo ".build/$$name.tar.gz"

fuzz: setup ## A million mutants of every kind of input, and every fit (FUZZ=1000000 FUZZ_SEED=1)
	$(SWIFT) test list $(IN_RELEASE) >/dev/null
	Scripts/fuzz

bench: build ## Time the tool against its peers on the same input
	Benchmarks/run

notebooks: build ## Rerun every transcript of notebooks-txt and fail on a difference
	Scripts/replay-notebooks

format: ## Rewrite the Swift sources in the house format
	$(SWIFT) format -i -r Sources Tests Package.swift

clean: ## Remove everything that was built
	rm -rf .build .build-test
