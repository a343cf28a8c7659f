#!/usr/bin/env bash
# Show docforms at work: on three applications (a complete one, one with defects, one that must be refused), on a scan,
# and on a list of notices.
# Every command is printed before it runs and must end with the exit code named beside it:
# 0 done and nothing found, 1 done with findings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

applications=schemas/nm-ltci/cases
office=fixtures/office.yaml
out=build/demo
rm -rf "$out"
mkdir -p "$out"

run() {
  local expected=$1 code=0
  shift
  printf '\n$ docforms %s\n' "$*" >&2
  .venv/bin/docforms "$@" || code=$?
  if [[ $code -ne $expected ]]; then
    echo "demo: exit code $code instead of $expected: docforms $*" >&2
    exit 1
  fi
}

run 0 list nm-ltci
run 0 show nm-ltci/application
run 0 new nm-ltci/application -o "$out/blank.docx"

run 0 validate "$applications/complete.json"
run 1 validate "$applications/incomplete.json" --office "$office" --notice "$out/一次性告知书.docx"
run 1 validate "$applications/barred.json" --office "$office" --notice "$out/不予受理告知书.docx"
run 1 validate "$applications/deficient.json" --format html -o "$out/deficient.html"
run 1 validate "$applications/deficient.json" --format xlsx -o "$out/deficient.xlsx"

for name in complete incomplete barred; do
  run 0 fill "$applications/$name.json" -o "$out/$name.docx"
done

# What was handed in is read back: the Word file without a doubt, the scan with what is doubtful listed.
run 0 extract "$out/complete.docx" -o "$out/read.json"
run 1 validate "$out/read.json"
run 1 extract fixtures/scans/application.pdf -o "$out/scanned.json" --review "$out/核对.html"

# Many notices from one list.
run 0 new nm-ltci/supplement-notice -o "$out/名单.xlsx"
run 0 batch nm-ltci/supplement-notice fixtures/lists/supplement-notice.jsonl -o "$out/文书" \
  --number '赤红医保补〔2026〕5号' --register "$out/发文登记.xlsx"

printf '\n%s:\n' "$out"
ls -l "$out"
