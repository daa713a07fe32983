# Every habit of the project is one word. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Cargo and the scripts use all cores by themselves; two of them at once would only wait for each other.
.NOTPARALLEL:

# rustup's programs, for a shell that was opened before rustup was installed.
export PATH := $(PATH):$(HOME)/.cargo/bin
TARGET := $(or $(CARGO_TARGET_DIR),target)
# The server looks for the browser part where it was built.
export ITAKUMORI_SITE_DIR ?= $(TARGET)/site
BIN := $(TARGET)/debug/itakumori
XTASK := $(TARGET)/debug/xtask

# Always the whole workspace: cargo then settles the features of shared crates the same way each time. For a single
# package it would settle them otherwise, and build the database engine a second time. For the same reason nothing here
# sets RUSTFLAGS.
NATIVE := cargo build --workspace

.PHONY: help setup build run test test-rust test-e2e lint lint-build lint-quick fmt bench dist shots clean-data

help: ## list these words
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | while IFS=$$'\t' read -r word meaning; do printf '  make %-12s %s\n' "$$word" "$$meaning"; done

setup: ## install what building and testing need (safe to repeat)
	@tools/setup test

build: ## build the server and the browser part
	@tools/say '1/3 tools and the browser target'
	@tools/setup build
	@tools/say '2/3 native build' "$$(tools/forecast native $(TARGET))"
	@$(NATIVE)
	@tools/say '3/3 browser part and style sheet' "$$(tools/forecast browser $(TARGET))"
	@$(XTASK) assets

run: ## build, then serve the demo city (prints the address and the accounts); ARGS="--bind 127.0.0.1:3001" adds settings
	@tools/say '1/4 tools and the browser target'
	@tools/setup build
	@tools/say '2/4 native build' "$$(tools/forecast native $(TARGET))"
	@$(NATIVE)
	@tools/say '3/4 browser part and style sheet' "$$(tools/forecast browser $(TARGET))"
	@$(XTASK) assets
	@tools/say '4/4 the demo city' 'Ctrl-C ends it; what was entered stays in var/ (make clean-data removes it).'
	@exec $(BIN) serve --demo $(ARGS)

test: ## run every test of every level and count them
	@tools/test all

test-rust: ## run the Rust tests only
	@tools/test rust

test-e2e: ## run the page tests in Chromium only; ARGS="contract.spec.ts" chooses
	@tools/test e2e $(ARGS)

lint-quick: ## formatting and scripts only: a second
	@tools/say 'formatting'
	@tools/setup rust
	@cargo fmt --all --check
	@cargo fmt --manifest-path tools/splitter/Cargo.toml --check
	@for script in tools/* .ci/run; do [[ -d "$$script" ]] || bash -n "$$script"; done

# The browser's lints come first: they need none of the database. They use the profile of the browser part, so that the
# procedural macros are built once for both.
lint: lint-quick ## formatting, clippy for both worlds, and the rules of the browser part
	@tools/setup build
	@tools/say 'clippy for the browser'
	@cargo clippy --package app --lib --no-default-features --features hydrate --target wasm32-unknown-unknown --profile wasm-release -- -D warnings
	@tools/say 'clippy for the workspace'
	@cargo clippy --workspace --all-targets -- -D warnings
	@$(MAKE) --no-print-directory lint-build

# With RUSTC_WORKSPACE_WRAPPER=tools/rustc-linted (an absolute path) this lints as well, in the one pass that builds.
lint-build: # builds both worlds, and holds the browser part to its rules
	@tools/build-both
	@tools/say 'what the browser part depends on'
	@$(XTASK) check-browser-tree
	@tools/say 'size of the browser part'
	@$(XTASK) wasm-size

fmt: ## format the Rust sources
	@cargo fmt --all
	@cargo fmt --manifest-path tools/splitter/Cargo.toml

bench: build ## measure speed, size and memory; prints one table
	@tools/say 'measuring'
	@$(BIN) bench $(ARGS)

dist: ## build target/dist/itakumori-VERSION-linux-ARCH.tar.gz, which runs without any tools
	@tools/dist

shots: build ## take the pictures of the pages
	@tools/setup test
	@tools/say 'pictures'
	@cd end2end && npm run shots

clean-data: ## remove the demo city's stored data (var/)
	@rm -rf var
	@echo 'Removed var/: the next `make run` starts with a fresh demo city.'
