#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What holds for every file of the project.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"

extras () {
  for entry in *; do
    case "$entry" in
    meson.build | src | data | po | tests | README.md | COPYING | build*) ;;
    *) echo "$entry" ;;
    esac
  done
}
none 'nothing at the top but what belongs there' extras

check 'COPYING is the GNU General Public License, version 3' \
  grep -q 'GNU GENERAL PUBLIC LICENSE' COPYING

without_licence () {
  project_files '(' -name '*.[ch]' -o -name '*.ui' -o -name '*.css' -o -name '*.sh' -o -name 'meson.build' \
    -o -name '*.xml' -o -name '*.in' -o -name '*.svg' -o -name '*.[1-8]' -o -name '*.po' -o -name '*.awk' \
    -o -name '*.supp' -o -name LINGUAS -o -name run ')' |
    while read -r file; do
      head -n 5 "$file" | grep -q 'SPDX-License-Identifier: ' || echo "$file"
    done
}
none 'every source names its licence' without_licence

large () {
  project_files -size +1023k
}
none 'no file has a megabyte or more' large

# A test that sleeps is slow when all is well and fails when the computer is busy.
sleeps () {
  grep -rnE '\b(g_usleep|usleep|sleep|nanosleep|clock_nanosleep) *(\(|[0-9])' --include='*.[ch]' --include='*.sh' src tests |
    grep -v '^tests/lint/tree.sh:'
}
none 'no sleeps' sleeps

unfinished () {
  grep -rnwE 'TODO|FIXME|XXX|HACK|not implemented' src data tests po | grep -v '^tests/lint/tree.sh:'
}
none 'no words that stand for unfinished work' unfinished

whitespace () {
  project_files '(' -name '*.[ch]' -o -name '*.ui' -o -name '*.sh' -o -name 'meson.build' ')' |
    xargs grep -nE "$(printf '\t| +$|\r')" /dev/null
}
none 'neither tabs nor blanks at the end of a line in sources' whitespace

# Secrets on the command line can be read by everybody on the computer.
secret_arguments () {
  grep -rnE "\{ \"(password|passphrase|pin|code)\", ('.'|0), |\"--(password|passphrase|pin|code)\"" --include='*.c' src
}
none 'no option takes a secret' secret_arguments

# The guide is the user's document: its terms are used here, its sentences are
# not. Compared without blanks, quotes and line breaks, sentence by sentence.
guide=../shared/guide/guide.ja.txt
squeeze () {
  tr -d ' \t\r\n"\\' | sed 's/ //g'
}
sentences () {
  # Lines of the guide are wrapped; a sentence ends at 。 or at an empty line.
  awk 'BEGIN { RS = "" } { gsub (/\n/, ""); print }' "$guide" | sed 's/。/\n/g' | sed -E 's/[ *\t]//g' | grep -E '.{18,}'
}
texts () {
  project_files -size -1024k | grep -vE '\.(png|p12|der)$'
}
copied () {
  sentences >"$tap_scratch/sentences"
  texts | xargs cat | squeeze >"$tap_scratch/squeezed"
  if grep -qF -f "$tap_scratch/sentences" "$tap_scratch/squeezed"; then
    texts | while read -r file; do
      squeeze <"$file" | grep -oF -f "$tap_scratch/sentences" | sed "s,^,$file: ,"
    done
  fi
}
if [ -f "$guide" ]; then
  none 'no sentence of the guide was copied' copied
else
  skip 'no sentence of the guide was copied' 'no guide here'
fi

finish
