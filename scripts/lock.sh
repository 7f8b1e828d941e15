#!/usr/bin/env bash
# Locks every requirement to a version and its hashes, for each supported Python and system.
# The lock files name no index: they work with whichever one pip and npm are set up for.
# Extras are kept in the names: pip, asked for a hash, takes `name==1` as no answer to `name[extra]`.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${1:-python3}" -m venv "$tools"
"$tools/bin/pip" --disable-pip-version-check install --quiet uv

lock() {
    "$tools/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-strip-extras "$@"
}
lock --output-file requirements/run.txt
lock --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt

if command -v npm >/dev/null; then
    (cd tests/acceptance/node && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund)
fi
