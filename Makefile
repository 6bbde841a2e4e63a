.DEFAULT_GOAL := help
.PHONY: help setup build up down demo test test-matrix install migrate rollback status seed seed-performance apply \
	migration generate check-generated check-synced check-immutable check-staircase check-upgrade \
	lint types check bench soak

STEWARD := node dist/cli/main.js
SAMPLE  := seeds/testing_platform
SCALE   ?= 1
MINUTES ?= 10
WORKERS ?= 8
TSX     := node --import tsx

# What the environment, or .env, names is an application's: these targets install, truncate and load. Set and empty, a
# variable is not read from .env either. Another database has to be named to make itself, in STEWARD_DATABASE_URL.
ifeq ($(origin DATABASE_URL),command line)
$(error make works on the private server. For another database: STEWARD_DATABASE_URL=...)
endif
override export DATABASE_URL := $(if $(filter command line,$(origin STEWARD_DATABASE_URL)),$(STEWARD_DATABASE_URL))
override export STEWARD_DATABASE_URL := $(DATABASE_URL)
$(foreach name,PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD DB_HOST DB_PORT DB_NAME DB_USER DB_PASSWORD DB_SSL,\
  $(eval override export $(name) :=))
# libpq refuses empty ones, and we read neither of them where a URL is given.
unexport PGSSLMODE PGSERVICE

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: node_modules/.package-lock.json ## Install the packages from npm

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

build: dist/.built ## Compile src/ to dist/

dist/.built: node_modules/.package-lock.json package.json tsconfig.json tsconfig.build.json $(shell find src -name '*.ts')
	npm run --silent build
	@touch $@

up: build ## Start the private PostgreSQL in .steward (installs one if none is there)
	@$(STEWARD) dev up

down: build ## Stop it; its data stays
	@$(STEWARD) dev down

demo: up ## From nothing to a recorded health check of the sample database
	@$(TSX) tools/demo.ts $(SAMPLE) $(SCALE)

test: up ## Run every test on the private server
	npx tap

test-matrix: build ## Run the tests on the embedded PostgreSQL 15 to 18; MAJORS="17 18" SUITE="test/core" for some
	@$(if $(SUITE),SUITE="$(SUITE)") $(TSX) tools/test-matrix.ts $(MAJORS)

install: up ## Install pgsteward into the database
	@$(STEWARD) install

migrate: install ## Apply the migrations of the sample; migrate-redo, migrate-log and so on for the other verbs, with ARGS="..."
	@$(STEWARD) migrate up --dir $(SAMPLE)/migrations

rollback: up ## Revert the last migration of the sample
	@$(STEWARD) migrate down --dir $(SAMPLE)/migrations

status: up ## Show what is installed and which migrations of the sample are applied
	@$(STEWARD) status
	@$(STEWARD) migrate status --dir $(SAMPLE)/migrations

VERBS := up down redo reset status verify log create rehearse lint baseline repair seed
.PHONY: $(VERBS:%=migrate-%)
$(VERBS:%=migrate-%): migrate-%: up
	@$(STEWARD) migrate $* --dir $(SAMPLE)/migrations $(ARGS)

seed: migrate ## Load the small set of the sample, for development
	@$(STEWARD) migrate seed --dir $(SAMPLE)/migrations

seed-performance: migrate ## Replace it by a large one: SCALE=10 loads two million jobs
	@$(STEWARD) migrate seed --dir $(SAMPLE)/migrations --env performance --scale $(SCALE)

apply: up ## Apply all of sql/ to the database, for development
	@$(TSX) tools/apply.ts

migration: setup ## Freeze what changed in sql/ into a migration: NAME=what_changed
	@$(TSX) tools/freeze.ts $(NAME)

generate: up ## Write the client, the manifest and the reference pages from the catalog
	@$(TSX) tools/generate.ts

check-generated: up ## Fail if a generated file is stale
	@$(TSX) tools/generate.ts --check

check-synced check-immutable check-staircase check-upgrade: check-%: up
	npx tap test/gates/$*.test.ts

lint: build ## Lint the TypeScript, the exports and the package
	npm run --silent lint

types: setup ## Check the types
	npm run --silent types

check: lint types check-generated test ## All that CI runs, but for the version matrix

bench: up ## Measure against the floor and the peers, side by side
	@$(TSX) bench/health.ts
	@$(TSX) bench/maintenance/rows.ts
	@$(TSX) bench/maintenance/partitions.ts
	@$(TSX) bench/migrate.ts
	@$(TSX) bench/access/policies.ts
	@$(TSX) bench/access/prove.ts

soak: build ## Put the job queue of the sample under load while pg_cron runs pgsteward: MINUTES=10 WORKERS=8
	@$(TSX) bench/soak/soak.ts --minutes $(MINUTES) --workers $(WORKERS)
