#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# sh src/run.sh [ARGUMENT…]: installs what is missing, builds, and opens the
# wizard with the arguments; without any, on a practice portal of its own.
# Where there is no display, the whole way is gone on a virtual one instead.
set -eu
cd "$(dirname "$0")/.."
. src/setup.sh

install_packages $packages_build $packages_run $packages_test
build build

if [ -n "${WAYLAND_DISPLAY:-}" ] || [ -n "${DISPLAY:-}" ]; then
  if [ $# -eq 0 ]; then
    set -- --practice
  fi
  exec build/src/inkan "$@"
fi

case "${1:-}" in
--version|--help|--help-*|-h|-\?|--check-*|--explain-portal*|--read-mail*|--show*|--terminal)
  exec build/src/inkan "$@"
  ;;
esac

say 'There is no display here: making the whole journey on a virtual one.'
rm -rf build/journey
mkdir -p build/journey/pictures build/journey/saved
if ! INKAN_SOURCE_ROOT="$PWD" INKAN_BUILD_ROOT="$PWD/build" INKAN_JOURNEY_FOLDER="$PWD/build/journey" \
  build/tests/ui/journey -p /journey/complete/english >build/journey/log 2>&1; then
  cat build/journey/log >&2
  say 'The journey did not reach its end.'
  exit 1
fi
echo "Every page, as it was on the way: $PWD/build/journey/pictures"
ls build/journey/pictures
echo "The certificate that was saved at its end:"
ls "$PWD"/build/journey/saved/*.p12
