#!/usr/bin/env bash
# `make check`: everything that can be checked without running tests. Runs all of it, then says what failed.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
sources=(manage.py yhes projects peercoaching surveys roadmap scripts tests)
failed=()

step() {
  local title="$1" began=$SECONDS output
  shift
  if output=$("$@" 2>&1); then
    printf '  ok    %s (%s s)\n' "$title" $((SECONDS - began))
  else
    printf '  FAIL  %s\n%s\n' "$title" "$output"
    failed+=("$title")
  fi
}

# Settings as in production, in a folder of their own; nothing here touches var/ or a .env file.
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
production=(env YHES_DEMO=0 DEBUG=0 "YHES_VAR_DIR=$scratch" "DATABASE_URL=sqlite:///$scratch/check.sqlite3" REDIS_URL=
  SITE_URL=https://yhes.example.org ALLOWED_HOSTS=yhes.example.org TRUSTED_PROXY_COUNT=1 LOG_LEVEL=ERROR
  "SECRET_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')")

step "ruff: lint" $bin/ruff check "${sources[@]}"
step "ruff: format" $bin/ruff format --check "${sources[@]}"
step "mypy" $bin/mypy
step "import-linter: who may import whom" "${production[@]}" $bin/lint-imports
step "djlint" $bin/djlint --lint --quiet templates
step "templates hold nothing the CSP refuses" $bin/python scripts/check_templates.py
step "migrations are complete" "${production[@]}" $bin/python manage.py makemigrations --check --dry-run
step "translations are complete" $bin/python scripts/check_translations.py
step "docker-compose.yml fits its schema" $bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
step "settings for production" "${production[@]}" $bin/python manage.py check --deploy --fail-level WARNING

if [ ${#failed[@]} -gt 0 ]; then
  printf '\n%s of the checks failed: %s\n' "${#failed[@]}" "$(IFS=';'; echo "${failed[*]}")"
  exit 1
fi
