#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Who may know whom: rooms are folders, and what a file includes is what it
# knows. Each rule prints the lines that break it.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"

# includes FOLDER…: "file:line:#include …" of every C file in them.
includes () {
  grep -rnE '^ *# *include' --include='*.[ch]' "$@"
}

toolkit='[<"](gtk/|gdk/|gsk/|adwaita|adw-)'

core_looks_up () {
  includes src/core | grep -E "$toolkit|\.\./ui/|\"ui/|practice/"
}
none 'core knows neither toolkit nor window nor practice portal' core_looks_up

without_toolkit_looks_up () {
  includes src/wording src/terminal | grep -E "$toolkit|\.\./ui/|\"ui/|practice/"
  includes src/wording src/ui | grep -E '"(\.\./)*terminal/'
}
none 'wording and terminal know neither toolkit nor window; nothing but main knows the terminal' without_toolkit_looks_up

core_translates () {
  grep -rnE 'glib/gi18n|[^A-Za-z_](_|N_|C_|ngettext|gettext) ?\("' src/core
}
none 'core translates nothing' core_translates

# Inside core: retrieval may use the others, all may use base, and that is all.
boxes='mail portal certificate keeping'
neighbours () {
  for box in $boxes; do
    for other in $boxes retrieval; do
      if [ "$box" != "$other" ]; then
        includes "src/core/$box" | grep -E "\"(\.\./|core/)+$other/"
      fi
    done
  done
  includes src/core/base | grep -E "\"(\.\./|core/)+(mail|portal|certificate|keeping|retrieval)/"
}
none 'the boxes of core know nothing of each other' neighbours

pages () {
  find src/ui/pages -name '*.h' -exec basename {} \; 2>/dev/null
}
pages_know_pages () {
  for header in $(pages); do
    includes src/ui/pages | grep -E "\"(.*/)?$header\"" | grep -v "^src/ui/pages/${header%.h}\.c:"
  done
}
none 'no page includes another page' pages_know_pages

window_knows_libraries () {
  includes src/ui src/wording src/terminal src/main.c src/wizard.c src/start.c |
    grep -E '<(libsoup/|openssl/|gmime/|libxml/|sqlite3)|"(.*/)?(web-portal|html|form|page-engine)[a-z-]*\.h"'
}
none 'window and terminal include no library that core uses' window_knows_libraries

practice_alone () {
  includes src/practice | grep -E "\"(\.\./)*(core|ui|wording|terminal)/|\"\.\./\.\./|$toolkit"
  includes src/core src/ui src/wording src/terminal | grep -E 'practice/'
}
none 'practice portal and wizard include nothing of each other' practice_alone

# The other direction: what is linked into the portal.
practice_links () {
  grep -nE 'core_(dep|lib|sources)|ui_(dep|lib|sources)' src/practice/meson.build
}
none 'the practice portal links nothing of core or ui' practice_links

own_header_first () {
  for source in $(project_files -path './src/*.c'); do
    stem=$(basename "$source" .c)
    if [ -f "$(dirname "$source")/$stem.h" ]; then
      first=$(grep -hE '^ *# *include' "$source" | grep -v '"config.h"' | head -n 1)
      case $first in
      *"\"$stem.h\""* | *"-private.h\""*) ;;
      *) echo "$source: first comes $first" ;;
      esac
    fi
  done
}
none 'every source includes its own header first' own_header_first

version_conditions () {
  grep -rnE '(GTK|GDK|ADW|GLIB|SOUP)_CHECK_VERSION' --include='*.[ch]' src | grep -v '^src/ui/compat/'
}
none 'version conditions stand in ui/compat alone' version_conditions

# What GTK 4.10, libadwaita 1.4 or later deprecate, and there is another way for.
deprecated='GtkDialog|GtkMessageDialog|GtkFileChooser[A-Za-z]*|GtkColorChooser[A-Za-z]*|GtkFontChooser[A-Za-z]*|GtkAppChooser[A-Za-z]*|GtkInfoBar|GtkTreeView|GtkListStore|GtkTreeStore|GtkIconView|GtkComboBox|GtkComboBoxText|GtkStatusbar|GtkLockButton|GtkVolumeButton|AdwLeaflet|AdwFlap|AdwSqueezer|AdwViewSwitcherTitle|AdwMessageDialog|AdwPreferencesWindow|AdwAboutWindow'
functions='gtk_(dialog|message_dialog|file_chooser|info_bar|tree_view|list_store|tree_store|combo_box|lock_button)_|gtk_show_uri|adw_(leaflet|flap|squeezer|view_switcher_title|message_dialog|about_window)_'
deprecated_widgets () {
  grep -rnE "\"($deprecated)\"|\b($functions)" --include='*.[ch]' --include='*.ui' src/ui | grep -v '^src/ui/compat/'
}
none 'widgets that later toolkits deprecate stand in ui/compat alone' deprecated_widgets

finish
