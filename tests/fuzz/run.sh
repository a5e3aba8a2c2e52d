#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# sh tests/fuzz/run.sh [SECONDS [NAME…]]: looks for inputs that break a parser, each
# parser for so long, with clang's sanitizers. What breaks one is left in
# build-logs/fuzz. The last line is "N without a finding, N with".
set -eu
cd "$(dirname "$0")/../.."
. src/setup.sh

seconds=${1:-600}
[ $# -eq 0 ] || shift

install_packages $packages_build clang libclang-rt-dev
if [ ! -f build-fuzz/build.ninja ]; then
  CC=clang quietly configure-build-fuzz meson setup build-fuzz -Db_sanitize=address,undefined -Db_lundef=false \
    -Dc_args=-fsanitize=fuzzer-no-link
fi
targets=$(ninja -C build-fuzz -t targets all | sed -n 's,^\(tests/fuzz/fuzz-[a-z0-9]*\): .*,\1,p')
quietly compile-build-fuzz ninja -C build-fuzz $targets tests/fuzz/p12-seeds

[ $# -gt 0 ] || set -- $(printf '%s\n' $targets | sed 's/.*fuzz-//')
mkdir -p build-logs/fuzz
export ASAN_OPTIONS=intercept_tls_get_addr=0:detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
  LSAN_OPTIONS="suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0" G_DEBUG=fatal-criticals G_SLICE=always-malloc
without=0
with=0
for name; do
  corpus=build-fuzz/corpus/$name
  mkdir -p "$corpus"
  seeds=
  for folder in "tests/fuzz/seeds/$name" "tests/fixtures/$name" "build-fuzz/tests/fuzz/$name-seeds" \
      "../shared/corpus/$name"; do
    [ ! -d "$folder" ] || seeds="$seeds $folder"
  done
  dictionary=
  [ ! -f "tests/fuzz/$name.dict" ] || dictionary=-dict=tests/fuzz/$name.dict
  say "fuzz-$name: $seconds s"
  if "build-fuzz/tests/fuzz/fuzz-$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
    -print_final_stats=1 $dictionary -artifact_prefix="build-logs/fuzz/$name-" "$corpus" $seeds \
    >"build-logs/fuzz/$name.log" 2>&1 </dev/null; then
    without=$((without + 1))
    sed -n 's/^stat::number_of_executed_units: */  executed: /p' "build-logs/fuzz/$name.log" >&2
  else
    with=$((with + 1))
    tail -n 60 "build-logs/fuzz/$name.log" >&2
  fi
done
echo "$without without a finding, $with with"
[ "$with" -eq 0 ]
