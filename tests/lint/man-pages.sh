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
check 'inkan(1) names the options of inkan' same_options inkan
check 'inkan-practice-portal(1) names the options of inkan-practice-portal' same_options inkan-practice-portal

# How a retrieval in the terminal can end, with its exit status.
same_endings () {
  sed -nE 's/.*\{ "([A-Z_]+)", ([0-9]+) \}.*/\1 \2/p' src/terminal/ending.c | grep -v '^SAVED 0$' | sort >"$tap_scratch/endings"
  sed -nE "s/^([A-Z_]+)$(printf '\\t')([0-9]+)$(printf '\\t')T\{\$/\1 \2/p" data/man/inkan.1 | sort >"$tap_scratch/page-endings"
  test -s "$tap_scratch/endings" && diff -U0 --label ending.c --label man "$tap_scratch/endings" "$tap_scratch/page-endings" &&
    test -z "$(cut -d' ' -f2 "$tap_scratch/endings" | sort | uniq -d)"
}
check 'inkan(1) names the endings in the terminal, each with a status of its own' same_endings

# "[Group] Key" as the reader of definitions knows them.
keys_of_reader () {
  sed -nE 's/^ *\{ "([A-Z][A-Za-z]*)", "([A-Z][A-Za-z]*)", INKAN_VALUE_.*/[\1] \2/p' src/core/portal/definition-vocabulary.c | sort
}

# The same as the page documents them: the tags of the paragraphs in each group.
keys_of_page () {
  sed -e 's/\\f[A-Z]//g' -e 's/(localised)//' data/man/inkan-portal.5 | awk '
    /^\.S[HS]/ { group = match ($0, /\[[A-Za-z]+/) ? substr ($0, RSTART, RLENGTH) "]" : ""; next }
    /^\.TP/ { tag = 1; next }
    tag && group != "" {
      gsub (/[",]/, " ")
      for (i = 2; i <= NF; i++)
        print group, $i
    }
    { tag = 0 }' | sort
}

same_keys () {
  keys_of_reader >"$tap_scratch/reader"
  keys_of_page >"$tap_scratch/page-keys"
  test -s "$tap_scratch/reader" &&
    diff -U0 --label reader --label man "$tap_scratch/reader" "$tap_scratch/page-keys"
}
check 'inkan-portal(5) names the keys that a definition can have' same_keys

faults_of_help () {
  "$INKAN_BUILD_ROOT/src/inkan-practice-portal" --help | sed -nE '/^Faults/,/^$/s/^ +([a-z]+(-[a-z]+)*) .*/\1/p' | sort
}
faults_of_page () {
  sed -n '/^\.SH FAULTS/,/^\.SH OUTPUT/p' data/man/inkan-practice-portal.1 | sed -n 's/\\-/-/g; s/^\.B //p' | sort
}
same_faults () {
  faults_of_help >"$tap_scratch/faults-help"
  faults_of_page >"$tap_scratch/faults-page"
  test -s "$tap_scratch/faults-help" &&
    diff -U0 --label '--help' --label man "$tap_scratch/faults-help" "$tap_scratch/faults-page"
}
check 'inkan-practice-portal(1) names the faults of inkan-practice-portal' same_faults

# The n-th example of the page, as a file.
example () {
  awk -v n="$1" '/^\.SH EXAMPLE/ { on = 1 } on && /^\.EX/ { i++; inside = 1; next } /^\.EE/ { inside = 0 } inside && i == n' \
    data/man/inkan-portal.5 | sed -e "s/\\\\(aq/'/g" -e 's/\\-/-/g' -e 's/\\e/\\/g' >"$tap_scratch/example-$1.portal"
}
# What is printed on standard error is a mistake or a warning.
example_is_good () {
  example "$1"
  grep -q '^Start=' "$tap_scratch/example-$1.portal"
  # The trust anchor that the example names.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Example \
    -keyout /dev/null -out "$tap_scratch/example-root.pem" 2>/dev/null
  said=$(XDG_DATA_HOME="$tap_scratch" XDG_DATA_DIRS="$tap_scratch" \
    "$INKAN_BUILD_ROOT/src/inkan" --check-portal "$tap_scratch/example-$1.portal" 2>&1 >/dev/null) && [ -z "$said" ] || {
    printf '%s\n' "$said"
    return 1
  }
}
check_with openssl 'the first example of inkan-portal(5) is a good definition' example_is_good 1
check_with openssl 'the second example of inkan-portal(5) is a good definition' example_is_good 2
both_examples_are_whole () {
  test "$(grep -c '^\.EX' data/man/inkan-portal.5)" -eq 2 && ! cmp -s "$tap_scratch/example-1.portal" "$tap_scratch/example-2.portal" &&
    grep -q '^Contact=' "$tap_scratch/example-1.portal" && grep -q '^Passphrase=field:pin' "$tap_scratch/example-2.portal"
}
check_with openssl 'inkan-portal(5) has two examples' both_examples_are_whole

finish
