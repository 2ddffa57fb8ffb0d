# swift-margin: the jobs a person or a continuous-integration machine runs.
.POSIX:
.NOTPARALLEL:
.PHONY: help setup build run test times check long dist bench notebooks format clean

SWIFT = swift
MARGIN = .build/release/margin

# All jobs that build the same thing give the same flags, so that nothing is built twice: debug in .build,
# the static tool in .build/release, release tests with a tool of their own in .build-test.
IN_DEBUG = --explicit-target-dependency-import-check error
TESTED = .build-test/release/margin
IN_RELEASE = -c release --scratch-path .build-test
# These run the tool, or walk long histories: in release only.
RELEASE_ONLY = --skip '^CommandTests\.' --skip '^PropertyTests\.'
# The suites that SlowTests.areLong makes longer.
LONG_SUITES = '\.(SuiteTests|FailureTests|PrefixTests)/'
# One test after the other, so that each one's duration is its own.
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
	Scripts/as-dependency
	Scripts/extensibility

dist: build ## Pack the static tool into an archive: .build/margin-VERSION-SYSTEM.tar.gz
	@name="margin-$$($(MARGIN) --version)-$$(uname -s -m | tr 'A-Z ' 'a-z-')" && \
	tar -czf ".build/$$name.tar.gz" --transform "s,^,$$name/," \
	  LICENSE README.md CHANGELOG.md -C .build/release margin && echo ".build/$$name.tar.gz"

bench: build ## Time the tool against its peers on the same input
	Benchmarks/run

notebooks: build ## Rerun every transcript of notebooks-txt and fail on a difference
	Scripts/replay-notebooks

format: ## Rewrite the Swift sources in the house format
	$(SWIFT) format -i -r Sources Tests Package.swift

clean: ## Remove everything that was built
	rm -rf .build .build-test
