#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The catalogue is whole, and everything that can be translated is in it.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"

listed () {
  grep -v -e '^#' -e '^$' po/POTFILES.in
}

# Sources with a string for the window's reader.
translatable () {
  {
    project_files -path './src/*.[ch]' | xargs -r grep -lE '(^|[^A-Za-z_])(C_|N_|NC_|_|ngettext|dngettext|g_dgettext|dgettext|gettext) ?\(' /dev/null
    project_files -path './src/*.ui' | xargs -r grep -lE 'translatable="(yes|true|1)"' /dev/null
    project_files -path './data/*.in' | xargs -r grep -lE '^Comment=|<(summary|comment)>' /dev/null
    project_files -path './data/*.gschema.xml'
  } | sort -u
}

potfiles () {
  translatable >"$tap_scratch/translatable"
  listed | sort >"$tap_scratch/listed"
  diff -U0 --label translatable --label POTFILES.in "$tap_scratch/translatable" "$tap_scratch/listed"
}
check 'POTFILES.in lists every file with a string to translate, and no other' potfiles

sorted () {
  listed | sort -c
}
check 'POTFILES.in is in order' sorted

catalogue () {
  msgfmt --check --statistics --output-file=/dev/null "$1" 2>"$tap_scratch/statistics" || {
    cat "$tap_scratch/statistics"
    return 1
  }
  cat "$tap_scratch/statistics"
  ! grep -E 'fuzzy|untranslated|warning' "$tap_scratch/statistics"
}

# The strings of the sources as they are now, against those of the catalogues.
extract () {
  listed | xargs xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
    --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 --output="$tap_scratch/now.pot" &&
    test -s "$tap_scratch/now.pot"
}

up_to_date () {
  extract && msgcmp "$1" "$tap_scratch/now.pot" >"$tap_scratch/compared" 2>&1
  status=$?
  cat "$tap_scratch/compared"
  [ $status -eq 0 ] && ! grep -q 'not used' "$tap_scratch/compared"
}

for language in $(grep -v '^#' po/LINGUAS); do
  check_with msgfmt "$language: complete and without mistakes" catalogue "po/$language.po"
  check_with xgettext "$language: made from the sources as they are" up_to_date "po/$language.po"
  check "$language: ready for the program in the build folder" \
    test -s "$INKAN_BUILD_ROOT/po/$language/LC_MESSAGES/inkan.mo"
done

# In the Japanese window every word is Japanese, but for these: names, formats
# and what has no other name.
latin_words () {
  msgattrib --translated --no-obsolete --no-wrap po/ja.po | msgexec sh -c 'cat; echo' |
    sed -E -e '/^[A-Z][A-Za-z-]+: /d' -e '/;pkcs12;/d' -e 's/&[a-z]+;|<[^>]*>|%[0-9$.]*[a-zA-Z]+|\{[^}]*\}|[a-z@]+(\.[a-zA-Z0-9]+)+|\.(p12|pfx|eml|portal|txt)|--[a-z-]+//g' |
    grep -oE '[A-Za-z][A-Za-z0-9/#.-]*' | sort -u |
    grep -vxE 'Inkan|GNOME|PKCS#?12|PKCS#12|S/MIME|SHA-1|SHA-256|RSA|GPL|HTTP|HTTPS|URL|JavaScript|FAQ|PC|OK|Web|USB|Caps|Lock|Ctrl|Alt|Shift|Enter|Esc|F1|Dropbox|Git|Samba|ID|Java|keytool|PEM|PDF|base64|XPath|Authentication-Results' |
    grep -vxE 'C|N|q|inkan|yes|no|YES/no|yes/NO|portal|service|continue|file-password|file-encryption|modern|as-sent|accept-warnings|email|yes.'
}
none 'ja: no foreign word' latin_words

finish
