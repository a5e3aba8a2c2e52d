#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed for the desktop: each file passes its own format's checker.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"

id=io.github.inkan.Inkan
built=$INKAN_BUILD_ROOT/data

check_with desktop-file-validate 'the desktop file is valid' desktop-file-validate "$built/$id.desktop"
check_with appstreamcli 'the metainfo is valid' appstreamcli validate --no-net "$built/$id.metainfo.xml"
check_with glib-compile-schemas 'the settings schema is valid' glib-compile-schemas --strict --dry-run data
check 'the settings schema is compiled for the program in the build folder' test -s "$built/gschemas.compiled"

# Japanese in each of the translated files, not only in the catalogue.
check 'the desktop file speaks Japanese' grep -q '^Comment\[ja\]=.' "$built/$id.desktop"
check 'the metainfo speaks Japanese' grep -q '<summary xml:lang="ja">.' "$built/$id.metainfo.xml"
check 'the MIME type speaks Japanese' grep -q '<comment xml:lang="ja">.' "$built/$id.xml"

mime_type_of () {
  mkdir -p "$tap_scratch/mime/packages" "$tap_scratch/data"
  cp "$built/$id.xml" "$tap_scratch/mime/packages/"
  update-mime-database "$tap_scratch/mime" || return
  printf '[Portal]\nId=a\n' >"$tap_scratch/a.portal"
  env XDG_DATA_HOME="$tap_scratch" XDG_DATA_DIRS="$tap_scratch" GIO_USE_VFS=local \
    gio info -a standard::content-type "$tap_scratch/a.portal" | grep -F 'application/x-inkan-portal'
}
check_with update-mime-database 'a .portal file is recognised' mime_type_of

same_version () {
  version=$(sed -n "s/^ *version: '\(.*\)',$/\1/p" meson.build)
  test -n "$version" &&
    grep "<release version=\"$version\"" "data/$id.metainfo.xml.in" &&
    for page in data/man/*; do
      grep "^\.TH .* \"Inkan $version\" " "$page" || { echo "$page"; return 1; }
    done
}
check 'metainfo and man pages name the version that is built' same_version

well_formed () {
  project_files '(' -name '*.xml' -o -name '*.xml.in' -o -name '*.ui' -o -name '*.svg' ')' >"$tap_scratch/xml"
  test -s "$tap_scratch/xml" && xargs xmllint --noout --nonet <"$tap_scratch/xml"
}
check_with xmllint 'every XML file is well-formed' well_formed

# An icon that needs a font or another file looks different elsewhere.
none 'the icons consist of shapes alone' grep -lE '<(text|image|use|style)[ >]' -r data/icons
none 'the symbolic icons are filled, not stroked' grep -l 'stroke' -r data/icons/hicolor/symbolic

finish
