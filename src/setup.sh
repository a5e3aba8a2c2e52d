# SPDX-License-Identifier: GPL-3.0-or-later
# Read by src/run.sh, tests/run.sh and .ci/run from the project's root: what has
# to be there, getting it, and building. POSIX sh.

# The Debian packages that Inkan is built with, run with and tested with.
packages_build='gcc libc6-dev meson ninja-build pkg-config gettext
  desktop-file-utils appstream libglib2.0-dev-bin libgtk-4-bin libxml2-utils
  libadwaita-1-dev libgtk-4-dev libsoup-3.0-dev libssl-dev nettle-dev
  libsecret-1-dev libgmime-3.0-dev libxml2-dev libsqlite3-dev libzxcvbn-dev'
packages_run='glib-networking ca-certificates gsettings-desktop-schemas
  shared-mime-info hicolor-icon-theme adwaita-icon-theme librsvg2-common
  fonts-cantarell fonts-noto-cjk dbus'
packages_test='libatspi2.0-dev at-spi2-core libxtst-dev xvfb xauth imagemagick
  gnome-keyring locales man-db curl openssl python3 sqlite3 tidy
  libnss3-tools gnutls-bin valgrind'

say () { printf '%s\n' "$*" >&2; }

# quietly WHAT COMMAND…: runs the command without a sound; when it fails, shows
# what it said. The log is build-logs/WHAT.log.
quietly () {
  quietly_log="build-logs/$1.log"
  shift
  mkdir -p build-logs
  if "$@" >"$quietly_log" 2>&1 </dev/null; then
    return 0
  else
    quietly_status=$?
  fi
  tail -n 200 "$quietly_log" >&2
  say "Failed: $* (the whole log: $quietly_log)"
  return "$quietly_status"
}

as_root () {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

# Those of the given packages that are not installed.
missing_packages () {
  {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || :
    printf 'wanted %s\n' "$@"
  } | awk '$1 == "installed" { there[$2] = 1 }
           $1 == "wanted" && !there[$2] { print $2 }'
}

apt_get () {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@"
}

# install_packages PACKAGE…: does nothing, quickly, when all are there.
install_packages () {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say 'This system has no dpkg: see that the counterparts of these Debian packages are installed:'
    say "$@"
    return 0
  fi
  wanted=$(missing_packages "$@")
  if [ -z "$wanted" ]; then
    return 0
  fi
  wanted=$(echo $wanted)
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
    say 'These packages are needed; please have them installed by the administrator:'
    say "  apt-get install --no-install-recommends $wanted"
    return 1
  fi
  say "Installing: $wanted"
  if ! quietly update apt_get update; then
    say 'The package lists could not be brought up to date; trying with those that are here.'
  fi
  # Unquoted: one word for each package.
  quietly install apt_get --no-install-recommends install $wanted
}

# build FOLDER [MESON OPTION…]: configures the folder the first time, then
# compiles what has changed.
build () {
  build_folder=$1
  shift
  if [ ! -f "$build_folder/build.ninja" ]; then
    quietly "configure-$build_folder" meson setup "$build_folder" "$@" || return
  fi
  quietly "compile-$build_folder" ninja -C "$build_folder"
}
