#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --check-folder as its users call it: each kind of risk in folders made for it,
# what is said about it, and with which status it leaves. Without display and bus.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR XDG_DATA_HOME SUDO_USER

# Not where folders are emptied: everything in there has a risk.
base=$(mktemp -d /var/tmp/inkan-folders-XXXXXX) || exit 99
trap 'rm -rf "$tap_scratch" "$base"' EXIT
base=$(cd "$base" && pwd -P)
chmod 755 "$base"
home="$base/home"
mkdir -p -m 755 "$home/Desktop" "$home/.config"
export HOME="$home" XDG_CONFIG_HOME="$home/.config"
inkan="$INKAN_BUILD_ROOT/src/inkan"

# leaves STATUS COMMAND…: what it prints is kept in out and err.
leaves () {
  wanted=$1
  shift
  "$@" >"$tap_scratch/out" 2>"$tap_scratch/err"
  status=$?
  cat "$tap_scratch/out" "$tap_scratch/err"
  [ $status -eq "$wanted" ]
}
says () { grep -qF -e "$1" "$tap_scratch/out"; }
complains () { grep -qF -e "$1" "$tap_scratch/err"; }
is_quiet () { [ ! -s "$tap_scratch/err" ]; }
findings () { grep -cE '^\[(Warning|Problem)\] ' "$tap_scratch/out"; }

# Where this run's own place has a risk (a home folder on a server, say), the
# rows that want exactly one still count it.
leaves 0 "$inkan" --check-folder "$home/Desktop" >/dev/null
own_status=$status
own=$(findings)

# risks STATUS NUMBER FOLDER: so many more than the place itself
risks () {
  leaves "$1" "$inkan" --check-folder "$3" && is_quiet && [ "$(findings)" -eq $((own + $2)) ]
}

fine_checked () { risks 0 0 "$home/Desktop" && says "Folder: $home/Desktop" && says '[Good] No risk is known of this folder'; }
if [ "$own_status" -eq 0 ]; then
  check 'a folder in the home folder: status 0, no risk' fine_checked
else
  skip 'a folder in the home folder: status 0, no risk' 'this run has no place without a risk'
fi

nothing_written () { (cd "$home" && find . -newer "$tap_scratch/before" -print | grep .) && return 1 || return 0; }
touch "$tap_scratch/before"
"$inkan" --check-folder "$home/Desktop" >/dev/null 2>&1
check 'nothing is written in it' nothing_written

mkdir -p "$home/project/.git" "$home/project/src/keys"
git_checked () {
  risks 2 1 "$home/project/src/keys" && says '[Warning] This folder belongs to a Git repository' &&
    says 'The file could be stored in its history' && says '[Hint] Better choose another folder' && ! says '[Good]'
}
check 'inside a git work tree' git_checked

mkdir -p "$home/module"
echo 'gitdir: ../project/.git/modules/module' >"$home/module/.git"
submodule_checked () { risks 2 1 "$home/module" && says 'Git repository'; }
check 'a submodule, whose .git is a file' submodule_checked

mkdir -p "$home/cloud/deep/er" "$home/pictures"
touch "$home/cloud/.stfolder"
mkdir -p "$home/.config/Nextcloud"
printf '[Accounts]\n0\\Folders\\1\\localPath=%s/\n' "$home/pictures" >"$home/.config/Nextcloud/nextcloud.cfg"
marker_checked () {
  risks 2 1 "$home/cloud/deep/er" && says '[Warning] Syncthing copies this folder to other computers' &&
    says 'Your certificate would be kept on computers that you do not know.'
}
check 'below the marker of a program that copies it' marker_checked
configuration_checked () { risks 2 1 "$home/pictures" && says '[Warning] Nextcloud copies this folder'; }
check 'in the configuration of a program that copies it' configuration_checked

mkdir -p "$home/open"
chmod 777 "$home/open"
writable_checked () { risks 2 1 "$home/open" && says '[Warning] Other people can reach this folder'; }
mkdir -p "$base/srv/data"
readable_checked () { risks 2 1 "$base/srv/data" && says '[Warning] Other people can reach this folder'; }
check 'others can write in it' writable_checked
check 'made to be read by others, outside the home folder' readable_checked

mkdir -p "$home/Public/hanako"
echo "XDG_PUBLICSHARE_DIR=\"\$HOME/Public\"" >"$home/.config/user-dirs.dirs"
public_checked () { risks 2 1 "$home/Public/hanako" && says '[Warning] This folder is shared with others'; }
check 'in the folder for sharing over the network' public_checked

mkdir -p "$home/public_html/cert"
web_checked () { risks 2 1 "$home/public_html/cert" && says '[Warning] This folder may be published on the web'; }
check 'below public_html' web_checked

temporary_checked () { leaves 2 "$inkan" --check-folder /tmp && says '[Warning] This folder is emptied' && says 'Other people can reach'; }
check '/tmp: more than one risk, each said' temporary_checked

# What is known of a server that is not connected is what its address says.
network_checked () { leaves 1 "$inkan" --check-folder sftp://server.example/folder && says '[Warning] This folder is on another computer'; }
check 'a place on another computer' network_checked

mkdir -p "$home/many/.git" "$home/many/public_html"
touch "$home/many/.dropbox.cache"
several_checked () { risks 2 3 "$home/many/public_html" && says Git && says Dropbox && says 'on the web'; }
check 'three at once' several_checked

ln -s cloud/deep "$home/link"
link_checked () { risks 2 1 "$home/link" && says "Leads to: $home/cloud/deep" && says Syncthing; }
check 'a link is judged by where it leads' link_checked
ln -s nowhere "$home/dangling"
dangling_checked () { leaves 1 "$inkan" --check-folder "$home/dangling" && is_quiet && says '[Problem] This folder is not there'; }
check 'a link that leads nowhere: status 1' dangling_checked

missing_checked () {
  leaves 1 "$inkan" --check-folder "$home/missing" && is_quiet && says '[Problem] This folder is not there' &&
    says 'Choose another folder.' && ! says '[Good]'
}
check 'not there: status 1' missing_checked

touch "$home/file"
file_checked () {
  leaves 1 "$inkan" --check-folder "$home/file" && complains "inkan: $home/file: This is not a folder" &&
    complains 'Name the folder that it lies in.' && [ ! -s "$tap_scratch/out" ]
}
check 'a file: status 1, on standard error' file_checked

# The administrator may write anywhere, as long as nothing is taken from them.
humbly () {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-all --inh-caps=-all "$@"
  else
    "$@"
  fi
}
mkdir -p "$home/closed"
chmod 555 "$home/closed"
closed_checked () {
  leaves 1 humbly "$inkan" --check-folder "$home/closed" && is_quiet && says '[Problem] You cannot save in this folder' &&
    says 'You have no permission to write there. Choose another folder.' && ! says '[Good]' && ! says '[Hint]'
}
if humbly test ! -w "$home/closed" 2>/dev/null; then
  check 'read-only: status 1' closed_checked
else
  skip 'read-only: status 1' 'no way to give up what an administrator may do'
fi

mkdir -p "$home/a:b c"
strange_checked () { (cd "$home" && risks "$own_status" 0 'a:b c'); }
check 'a name that looks like an address' strange_checked

nothing_checked () { leaves 1 "$inkan" --check-folder '' && complains '--check-folder: a folder must be named'; }
check 'an empty name: status 1' nothing_checked
no_argument_checked () { leaves 1 "$inkan" --check-folder && complains 'inkan: ' && complains 'lists the options'; }
check 'no name: status 1' no_argument_checked
more_checked () { leaves 1 "$inkan" --check-folder "$home" "$home/open" && complains 'is one word too many' && [ ! -s "$tap_scratch/out" ]; }
check 'two folders: status 1' more_checked

japanese_checked () {
  LOCPATH="$INKAN_BUILD_ROOT/tests/support" LC_ALL=ja_JP.UTF-8 leaves 2 "$inkan" --check-folder "$home/project/src/keys" || return 1
  # Without what is a name.
  sed -e 's/Git//g' -e 's/Inkan//g' -e "s,$home[^ ]*,," "$tap_scratch/out" >"$tap_scratch/japanese"
  says '[警告] このフォルダは Git' && ! grep '[A-Za-z][A-Za-z]' "$tap_scratch/japanese"
}
check 'in Japanese' japanese_checked

finish
