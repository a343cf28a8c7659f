#!/usr/bin/env bash
# Pin every requirement, with the hashes of the public registry, from what pyproject.toml asks for.
# Pins already there are kept; `scripts/lock.sh --upgrade` moves them.
set -euo pipefail
cd "$(dirname "$0")/.."

# A machine's own package folders must not decide what the project pins.
unset PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_NO_INDEX
export PIP_CONFIG_FILE=/dev/null
export CUSTOM_COMPILE_COMMAND='make lock'

compile() {
  local output=$1
  shift
  .venv/bin/python -m piptools compile pyproject.toml \
    --quiet --strip-extras --allow-unsafe --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
    --output-file "$output" "$@"
}

mkdir -p requirements
compile requirements/run.txt --extra scan "${@}"
compile requirements/dev.txt --extra scan --extra cluster --extra test --extra dev --constraint requirements/run.txt "${@}"
