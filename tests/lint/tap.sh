# SPDX-License-Identifier: GPL-3.0-or-later
# Read by the scripts beside it, which meson starts with INKAN_SOURCE_ROOT and
# INKAN_BUILD_ROOT set: a little TAP. POSIX sh.
set -u
cd "$INKAN_SOURCE_ROOT" || exit 99
export LC_ALL=C.UTF-8
unset LANGUAGE
tap_count=0

tap_scratch=$(mktemp -d)
trap 'rm -rf "$tap_scratch"' EXIT
trap 'exit 99' HUP INT TERM

# check DESCRIPTION COMMAND…: holds when the command succeeds; what it printed
# is shown when it does not.
check () {
  tap_count=$((tap_count + 1))
  tap_description=$1
  shift
  if "$@" >"$tap_scratch/output" 2>&1 </dev/null; then
    echo "ok $tap_count - $tap_description"
  else
    echo "not ok $tap_count - $tap_description"
    head -n 40 "$tap_scratch/output" | sed 's/^/# /'
  fi
}

# none DESCRIPTION COMMAND…: holds when the command prints nothing, on either
# stream. For searches: their exit status says something else.
none () {
  tap_count=$((tap_count + 1))
  tap_description=$1
  shift
  "$@" >"$tap_scratch/output" 2>&1 </dev/null
  if [ ! -s "$tap_scratch/output" ]; then
    echo "ok $tap_count - $tap_description"
  else
    echo "not ok $tap_count - $tap_description"
    head -n 40 "$tap_scratch/output" | sed 's/^/# /'
  fi
}

skip () {
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
}

# check_with PROGRAM DESCRIPTION COMMAND…: check, or skip without the program.
check_with () {
  if command -v "$1" >/dev/null 2>&1; then
    shift
    check "$@"
  else
    skip "$2" "no $1 here"
  fi
}

finish () {
  echo "1..$tap_count"
}

# The project's files, one a line: everything but what git and the builds keep
# in the folder. Not `git ls-files`, so that it works in an unpacked archive.
# project_files [FIND EXPRESSION…]
project_files () {
  find . -path ./.git -prune -o -path './build*' -prune -o -type f "$@" -print | sed 's,^\./,,' | sort
}
