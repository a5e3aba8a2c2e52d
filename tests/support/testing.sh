# SPDX-License-Identifier: GPL-3.0-or-later
# Read by tests/run.sh and .ci/run after src/setup.sh: running the tests of a
# build folder, and adding up what came out. POSIX sh.

tests_passed=0
tests_failed=0
tests_skipped=0

# Something that should have built did not.
note_failure () {
  tests_failed=$((tests_failed + 1))
}

# run_tests FOLDER [MESON TEST OPTION…]: two at a time. Failures are shown with
# what they printed.
run_tests () {
  tests_folder=$1
  shift
  mkdir -p build-logs
  rm -f "$tests_folder/meson-logs/testlog.json"
  tests_status=0
  # Time limits are there for what hangs, not for a slow computer.
  meson test -C "$tests_folder" --no-rebuild --num-processes 2 \
    --timeout-multiplier "${INKAN_TEST_PATIENCE:-4}" "$@" \
    >"build-logs/test-$tests_folder.log" 2>&1 </dev/null || tests_status=$?
  if [ -f "$tests_folder/meson-logs/testlog.json" ]; then
    set -- $(awk -f tests/support/summary.awk "$tests_folder/meson-logs/testlog.json")
  else
    set -- 0 1 0
  fi
  if [ "$tests_status" -ne 0 ]; then
    awk -f tests/support/failures.awk "$tests_folder/meson-logs/testlog.json" >&2 || :
    tail -n 30 "build-logs/test-$tests_folder.log" >&2
    if [ "$2" -eq 0 ]; then
      set -- "$1" 1 "$3"
    fi
  fi
  say "$tests_folder: $1 passed, $2 failed, $3 skipped"
  if [ "$3" -ne 0 ]; then
    awk -f tests/support/skips.awk "$tests_folder/meson-logs/testlog.json" >&2
  fi
  tests_passed=$((tests_passed + $1))
  tests_failed=$((tests_failed + $2))
  tests_skipped=$((tests_skipped + $3))
}

# The last line, and the exit status.
finish_tests () {
  echo "$tests_passed passed, $tests_failed failed, $tests_skipped skipped"
  [ "$tests_failed" -eq 0 ]
}
