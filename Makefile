# swift-margin: the jobs a person or a continuous-integration machine runs.
.POSIX:
.NOTPARALLEL:
.PHONY: help setup build run test check bench notebooks format clean

SWIFT = swift
MARGIN = .build/release/margin

help: ## Print this list (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Install the libraries that are missing (apt); touches nothing that is there
	@Scripts/setup

build: setup ## Build the tool in release: .build/release/margin
	$(SWIFT) build -c release --static-swift-stdlib

run: build ## Set up, build, and calibrate the shipped prices
	$(MARGIN) calibrate data/equities/sp500.csv data/crypto/*.csv data/commodities/wti.csv
	$(MARGIN) explain data/equities/sp500.csv --instrument sp500

# Release tests have a scratch path of their own: in the shared one they replace the static tool.
test: setup ## Set up and run all tests, in debug and in release
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	$(SWIFT) test -c release --scratch-path .build-test

check: setup ## Formatting, warnings, house rules, transcripts, data: what a change must pass
	Scripts/check

bench: build ## Time the tool against its peers on the same input
	Benchmarks/run

notebooks: build ## Rerun every transcript of notebooks-txt and fail on a difference
	Scripts/replay-notebooks

format: ## Rewrite the Swift sources in the house format
	$(SWIFT) format -i -r Sources Tests Package.swift

clean: ## Remove everything that was built
	rm -rf .build .build-test
