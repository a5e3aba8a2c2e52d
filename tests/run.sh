#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# sh tests/run.sh [--plain]: installs what is missing, builds, and runs every
# test; then, unless --plain is given, builds and runs them once more under
# gcc's address and undefined-behaviour sanitizers, but for the journeys at
# tests/portals. Says little when all is well. The last line is "N passed, N failed, N skipped", in subtests.
set -eu
cd "$(dirname "$0")/.."
. src/setup.sh
. tests/support/testing.sh

plain=false
case "${1:-}" in
'') ;;
--plain) plain=true ;;
*) say "usage: sh tests/run.sh [--plain]"; exit 2 ;;
esac

install_packages $packages_build $packages_run $packages_test
if build build; then
  run_tests build
else
  note_failure
fi
if ! $plain; then
  if build build-sanitized -Db_sanitize=address,undefined; then
    run_tests build-sanitized --no-suite journeys-at-portals
  else
    note_failure
  fi
fi
finish_tests
