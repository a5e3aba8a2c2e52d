#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pkcs12-peers.sh PEER FILE PASSPHRASE-FILE
# pkcs12-peers.sh pem FILE…
#
# What another program (openssl, certtool, pk12util, keytool, node-forge) finds in
# the PKCS#12 file FILE, in the same words for all of them, sorted:
#
#   certificate FINGERPRINT              for each certificate
#   key DIGEST of FINGERPRINT            for each private key and the certificate it
#                                        belongs to; the digest is that of the key
#                                        itself, private part and all
#
# With "pem": the same about keys and certificates in PEM. Ends with 1 when the
# program does not open the file, with 77 when it is not here (and says its name).
# The passphrase never gets into a command line; where a program would take it from
# the terminal only, there is no terminal.
set -u
export LC_ALL=C.UTF-8
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 99
umask 077
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM

fail () {
  printf '%s\n' "$*" >&2
  exit 1
}

# needs PROGRAM [NAME]
needs () {
  command -v "$1" >/dev/null 2>&1 || { echo "${2:-$1}"; exit 77; }
}

# Says what PEM text on standard input holds.
describe () {
  mkdir "$scratch/parts"
  awk -v folder="$scratch/parts" '
    /^-----BEGIN CERTIFICATE-----/ { file = folder "/certificate-" ++n }
    /^-----BEGIN .*PRIVATE KEY-----/ { file = folder "/key-" ++n }
    file { print > file }
    /^-----END/ { if (file) close(file); file = "" }'
  for part in "$scratch"/parts/certificate-*; do
    [ -f "$part" ] || continue
    fingerprint=$(openssl x509 -in "$part" -outform DER | sha256sum | cut -c 1-64)
    echo "certificate $fingerprint"
    openssl x509 -in "$part" -noout -pubkey >"$part.public"
    echo "$fingerprint" >"$part.fingerprint"
  done >"$scratch/said"
  for part in "$scratch"/parts/key-*; do
    [ -f "$part" ] || continue
    openssl pkey -in "$part" -outform DER -out "$part.der" || fail 'not a private key'
    digest=$(sha256sum <"$part.der" | cut -c 1-64)
    openssl pkey -in "$part" -pubout -out "$part.public"
    owner=
    for public in "$scratch"/parts/certificate-*.public; do
      if cmp -s "$part.public" "$public"; then
        owner="$owner $(cat "${public%.public}.fingerprint")"
      fi
    done
    owner=$(printf '%s\n' $owner | sort -u)
    echo key "$digest" of $owner
  done >>"$scratch/said"
  sort -u "$scratch/said"
}

open_with_openssl () {
  openssl pkcs12 -in "$1" -passin "file:$2" -nodes
}

# without_terminal COMMAND…: what asks on the terminal reads standard input then.
without_terminal () {
  setsid -w "$@"
}

open_with_certtool () {
  without_terminal certtool --p12-info --inder --infile "$1" <"$2" >"$scratch/all" || return
  awk '/^-----BEGIN CERTIFICATE-----/,/^-----END CERTIFICATE-----/' "$scratch/all"
  awk -v folder="$scratch" '/^-----BEGIN ENCRYPTED PRIVATE KEY-----/ { file = folder "/shrouded-" ++n }
    file { print > file } /^-----END/ { file = "" }' "$scratch/all"
  # Keys come out still encrypted. Twice an empty line: no passphrase for the plain one.
  for key in "$scratch"/shrouded-*; do
    [ -f "$key" ] || continue
    { cat "$2"; printf '\n\n\n'; } |
      without_terminal certtool --to-p8 --load-privkey "$key" --outfile "$key.plain" >/dev/null || return
    cat "$key.plain"
  done
}

# NSS crashes on damaged files (FACTS): a process of its own, and a fresh database.
open_with_pk12util () {
  database=$scratch/nss
  mkdir "$database"
  : >"$scratch/empty"
  certutil -N -d "sql:$database" --empty-password || return
  pk12util -i "$1" -d "sql:$database" -w "$2" >&2 || return
  certutil -L -d "sql:$database" | sed '1,/SSL,S\/MIME/d; /^$/d; s/ *$//' >"$scratch/names"
  while read -r line; do
    name=$(printf '%s\n' "$line" | sed 's/  *[^ ]*$//')
    certutil -L -d "sql:$database" -n "$name" -a || return
    case ${line##* } in
    u,u,u)
      # Only the key: what NSS has tied to a certificate of that name.
      pk12util -o "$scratch/out" -d "sql:$database" -n "$name" -w "$2" -c AES-128-CBC >&2 || return
      openssl pkcs12 -in "$scratch/out" -passin "file:$2" -nocerts -nodes || return
      rm "$scratch/out"
      ;;
    esac
  done <"$scratch/names"
}

# Java hands out keys with the certificates that it takes for theirs.
open_with_keytool () {
  echo another-one >"$scratch/out-passphrase"
  keytool -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -importkeystore -noprompt \
    -srckeystore "$1" -srcstoretype PKCS12 -srcstorepass:file "$2" \
    -destkeystore "$scratch/out" -deststoretype PKCS12 -deststorepass:file "$scratch/out-passphrase" >&2 || return
  open_with_openssl "$scratch/out" "$scratch/out-passphrase"
}

open_with_node_forge () {
  NODE_PATH=$INKAN_SOURCE_ROOT/build-peers/node_modules node "$here/pkcs12-forge.js" "$1" "$2"
}

case $1 in
pem)
  shift
  cat "$@" | describe
  exit
  ;;
openssl) needs openssl ;;
certtool) needs certtool ;;
pk12util) needs pk12util && needs certutil ;;
keytool) needs keytool ;;
node-forge)
  needs node
  [ -d "$INKAN_SOURCE_ROOT/build-peers/node_modules/node-forge" ] || { echo node-forge; exit 77; }
  ;;
*) fail "What is $1?" ;;
esac
"open_with_$(printf '%s' "$1" | tr - _)" "$2" "$3" >"$scratch/pem" 2>"$scratch/errors" || fail "$1: $(cat "$scratch/errors")"
describe <"$scratch/pem"
