#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --check-portal and --explain-portal as their users call them: what they print,
# and with which status they leave. Without display and bus.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export XDG_DATA_HOME="$tap_scratch/data" XDG_DATA_DIRS="$tap_scratch/data"

inkan="$INKAN_BUILD_ROOT/src/inkan"
work="$tap_scratch/work"
mkdir -p "$work/pages"

# leaves STATUS COMMAND…: what it prints is kept in out and err.
leaves () {
  wanted=$1
  shift
  "$@" >"$tap_scratch/out" 2>"$tap_scratch/err"
  status=$?
  cat "$tap_scratch/out" "$tap_scratch/err"
  [ $status -eq "$wanted" ]
}
says () { grep -qF -e "$1" "$tap_scratch/out" "$tap_scratch/err"; }

printf '[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Identity]\nFields=pin;\n' >"$work/good.portal"
printf '[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Mail]\nSubject=.*\n' >"$work/warned.portal"
printf '[Portal]\nId=A b\nName=A\nOrigin=http://portal.example\n[Identity]\nForm=//form[\n' >"$work/bad.portal"
printf '<form method=post action=/go>PIN <input name=k><input type=hidden name=t value=Ges3cr3t><button>Next</button></form>' >"$work/start.html"
printf '<p>Nothing here' >"$work/nothing.html"
printf '<a href="/f.p12?k=Ges3cr3t">Download</a>' >"$work/pages/2.html"
printf '<form method=post><button>I agree</button></form>' >"$work/pages/1.htm"

good_checked () { leaves 0 "$inkan" --check-portal "$work/good.portal" && [ ! -s "$tap_scratch/err" ] && says portal.example; }
check 'a good definition: status 0, no word on standard error' good_checked

warned_checked () {
  leaves 0 "$inkan" --check-portal "$work/warned.portal" && says "warning: $work/warned.portal: [Mail] Subject: fits every text"
}
check 'a warning: status 0, a line that begins with warning:' warned_checked

bad_checked () {
  leaves 1 "$inkan" --check-portal "$work/bad.portal" && says '[Portal] Id: ' && says '[Portal] Origin: ' &&
    says '[Portal] Start: is missing' && says '[Identity] Form: XPath does not compile' && [ "$(wc -l <"$tap_scratch/err")" -eq 4 ]
}
check 'mistakes: status 1, all of them' bad_checked

missing_checked () { leaves 1 "$inkan" --check-portal "$work/nowhere.portal" && says nowhere.portal; }
check 'no file: status 1' missing_checked

saved_explained () {
  leaves 0 "$inkan" --explain-portal "$work/start.html" "$work/pages" && says '+ field pin: ' && says 'hidden, not shown' &&
    says '+ request POST ' && says 'Fields=pin;' && says "$work/pages/1.htm" && says '+ button that agrees: ' &&
    says '+ link to the file: ' && ! says Ges3cr3t &&
    [ "$(grep -n pages/1.htm "$tap_scratch/out" | cut -d: -f1)" -lt "$(grep -n pages/2.html "$tap_scratch/out" | cut -d: -f1)" ]
}
check 'a saved start page and a folder of answers: status 0, nothing hidden' saved_explained

nothing_explained () { leaves 1 "$inkan" --explain-portal "$work/nothing.html" && says '- '; }
check 'a page without the form: status 1' nothing_explained

unreadable_explained () {
  leaves 2 "$inkan" --explain-portal "$work/nowhere.html" && leaves 2 "$inkan" --explain-portal "$work/bad.portal" &&
    leaves 2 "$inkan" --explain-portal http://portal.example/ && leaves 2 "$inkan" --explain-portal "$work/start.html" "$work/nowhere.html"
}
check 'what cannot be read: status 2' unreadable_explained

finish
