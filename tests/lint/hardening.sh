#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# hardening.sh FLAGS FORTIFIED PROGRAM…: the programs are hardened as Debian's
# are: by what is in them, and, for what cannot be seen there, by how every
# source of theirs was compiled. FLAGS: the compiler's, between blanks.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"
flags=$1
fortified=$2
shift 2

has () { readelf --wide "$1" "$program" | grep -qE -e "$2"; }
has_relro () { has --program-headers ' GNU_RELRO '; }
binds_now () { has --dynamic '\(FLAGS_1\).*NOW|\(BIND_NOW\)'; }
# A library is of the same type; only a program says that it is one.
is_pie () { has --file-header 'Type: +DYN ' && has --dynamic '\(FLAGS_1\).*PIE'; }
stack_is_data () { has --program-headers ' GNU_STACK .* RW +0x' && ! has --program-headers ' GNU_STACK .*RWE'; }
has_no_text_relocations () { has --dynamic '\(NEEDED\)' && ! has --dynamic 'TEXTREL'; }
symbols () { readelf --wide --dyn-syms "$program" | sed -nE 's/.* UND ([A-Za-z0-9_]+)(@.*)?$/\1/p' | sort -u; }
guards_stack () { symbols | grep -q '^__stack_chk_fail$'; }
is_fortified () { symbols | grep -qE '^__[a-z]+_chk$'; }

# What is installed and would be loaded, without those that were named.
forgotten () {
  tr ',' '\n' <"$INKAN_BUILD_ROOT/meson-info/intro-installed.json" | sed -nE 's/^[{ ]*"([^"]+)": ".*/\1/p' >"$tap_scratch/installed"
  test -s "$tap_scratch/installed" || echo 'what is installed is not known'
  while read -r file; do
    if readelf --file-header "$file" 2>/dev/null | grep -q ELF; then
      printf '%s\n' "$@" | grep -qxF -e "$file" || echo "$file"
    fi
  done <"$tap_scratch/installed"
}
none 'every program that is installed is looked at' forgotten "$@"

for program; do
  name=${program##*/}
  check "$name: position independent" is_pie
  check "$name: its tables are read-only once it runs" has_relro
  check "$name: all of them, as all is bound at its start" binds_now
  check "$name: the stack is no program" stack_is_data
  check "$name: its code is never written" has_no_text_relocations
  check "$name: the stack is guarded" guards_stack
  if [ "$fortified" = true ]; then
    check "$name: memory and format functions are checked" is_fortified
  else
    skip "$name: memory and format functions are checked" 'built without optimisation, or with sanitizers'
  fi
done

# compiled_without FLAG: sources of src that were compiled without it.
compiled_without () {
  grep '"command":' "$INKAN_BUILD_ROOT/compile_commands.json" | grep -E ' -c (\.\./|[^ ]*/)?src/[^ ]*\.c"' |
    grep -vF -e " $1 " | sed 's/.* -c //'
}
sources_are_known () {
  test "$(grep '"command":' "$INKAN_BUILD_ROOT/compile_commands.json" | grep -cE ' -c (\.\./|[^ ]*/)?src/[^ ]*\.c"')" -ge \
    "$(find src -name '*.c' | wc -l)"
}
check 'how every source was compiled is known' sources_are_known
for flag in $flags -Wformat=2 -Werror=format-security; do
  none "every source was compiled with $flag" compiled_without "$flag"
done

finish
