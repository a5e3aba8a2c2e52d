#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages: well written troff, and true about the programs.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"

# man PAGE: formats it; whatever groff has to say comes out on stderr.
format () {
  MANWIDTH=80 man --warnings=w --local-file "$1" >"$tap_scratch/page"
}
for page in data/man/*; do
  if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
    none "$page has no warnings" format "$page"
  else
    skip "$page has no warnings" 'no man and groff here'
  fi
done

# Options as GOption prints them, one a line, without the arguments.
options_of_help () {
  "$1" --help 2>&1 | grep -oE '^ +(-[a-zA-Z?], )?--[a-z0-9-]+' | grep -oE -e '--[a-z0-9-]+' | sort -u
}

# Options that a page documents: those in the tag of a .TP paragraph.
options_of_page () {
  sed 's/\\-/-/g' "$1" | awk '
    /^\.T[PQ]/ { tag = 1; next }
    tag { if (/^\.(B|BR|BI|IR|RB) /) print; tag = 0 }' |
    grep -oE -e '--[a-z0-9-]+' | sort -u
}

same_options () {
  options_of_help "$INKAN_BUILD_ROOT/src/$1" >"$tap_scratch/help"
  options_of_page "data/man/$1.1" >"$tap_scratch/man"
  # GLib lists groups of options of the libraries; they are not this program's.
  grep -vE '^--(help-[a-z]+|gapplication-service)$' "$tap_scratch/help" >"$tap_scratch/own"
  grep -q -e '--help' "$tap_scratch/own" && diff -U0 --label '--help' --label man "$tap_scratch/own" "$tap_scratch/man"
}

finish
