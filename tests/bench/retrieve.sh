#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# retrieve.sh ORIGIN ANCHOR MESSAGE FOLDER: what retrieve.c does, as somebody
# would who knows the practice portal's pages by heart: curl and openssl. The
# e-mail address and the password come as two lines on standard input.
set -eu
umask 077
origin=$1 anchor=$2 message=$3 folder=$4
read -r address
read -r password

scratch=$(mktemp -d "$folder/retrieve.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

fetch () {
  curl --silent --show-error --fail --cacert "$anchor" --header 'Accept-Language: en' \
    --cookie "$scratch/cookies" --cookie-jar "$scratch/cookies" "$@"
}

# hidden NAME FILE: the value of a hidden field.
hidden () {
  sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$2" | head -n 1
}

code=$(iconv -f ISO-2022-JP -t UTF-8 "$message" | sed -n 's/.*証明書コード: *\([0-9A-Za-z]*\).*/\1/p')

fetch "$origin/service/download" >"$scratch/start"
# Secrets go through standard input, not through the command line.
{
  printf 'data-urlencode = "token=%s"\n' "$(hidden token "$scratch/start")"
  printf 'data-urlencode = "email=%s"\n' "$address"
  printf 'data-urlencode = "password=%s"\n' "$password"
  printf 'data-urlencode = "code=%s"\n' "$code"
  printf 'data-urlencode = "send=1"\n'
} | fetch --location --config - "$origin/service/identify" >"$scratch/list"

link=$(sed -n '/data-state="ready"/,/<\/tr>/s/.*<a href="\([^"]*\)".*/\1/p' "$scratch/list" | tail -n 1)
fetch "$origin$link" >"$scratch/agreement"
action=$(sed -n 's/.*<form id="agreement"[^>]* action="\([^"]*\)".*/\1/p' "$scratch/agreement")
sed -n '/<form id="agreement"/,/<\/form>/s/.*<input type="hidden" name="\([^"]*\)" value="\([^"]*\)".*/data-urlencode = "\1=\2"/p' \
  "$scratch/agreement" >"$scratch/fields"
fetch --config "$scratch/fields" --data-urlencode agree=yes "$origin$action" >"$scratch/file.p12"

ln "$scratch/file.p12" "$folder/certificate-by-script.p12"
sync "$folder/certificate-by-script.p12"
printf '%s\n' "$password" | openssl pkcs12 -in "$folder/certificate-by-script.p12" -passin stdin -nodes -out "$scratch/opened"
# The key belongs to the person's certificate, the first one.
openssl pkey -in "$scratch/opened" -pubout -out "$scratch/key"
openssl x509 -in "$scratch/opened" -noout -pubkey >"$scratch/certificate-key"
cmp -s "$scratch/key" "$scratch/certificate-key"
openssl x509 -in "$scratch/opened" -noout -checkend 0 >"$scratch/dates"
echo "$folder/certificate-by-script.p12"
