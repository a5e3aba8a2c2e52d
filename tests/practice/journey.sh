#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole journey with curl alone, in every encoding of the pages: from the
# message to a .p12 that openssl opens. Knows of the portal only what its report,
# its message and its pages say.
set -eu
program=$INKAN_BUILD_ROOT/src/inkan-practice-portal
folder=$(mktemp -d)
portal=
trap 'test -z "$portal" || kill "$portal" 2>/dev/null || true; rm -rf "$folder"' EXIT
count=0

# check NAME COMMAND…: one line of TAP; the first failure ends it all. (Within it
# "set -e" sleeps, so what it calls strings its commands together with &&.)
check () {
  name=$1
  shift
  count=$((count + 1))
  if "$@" >"$folder/said" 2>&1; then
    echo "ok $count - $name"
  else
    sed 's/^/# /' "$folder/said"
    echo "not ok $count - $name"
    exit 1
  fi
}

# fact KEY: from the report.
fact () {
  sed -n "s/^$1=//p" "$folder/report"
}

browse () {
  path=$1
  shift
  curl --silent --show-error --max-time 30 --noproxy '*' --cacert "$(fact TrustAnchor)" --cookie "$folder/jar" \
    --cookie-jar "$folder/jar" --header 'Accept-Language: ja' --dump-header "$folder/headers" \
    --output "$folder/answer" "$@" "$(fact Origin)$path"
}

# The page that came last, in UTF-8, and through a validator.
page () {
  iconv -f "$iconv" -t UTF-8 "$folder/answer" | sed "1,5s/<meta charset=\"[^\"]*\">/<meta charset=\"utf-8\">/" \
    >"$folder/page"
}
valid () {
  page && grep -qi "^Content-Type: text/html; charset=$label" "$folder/headers" &&
    { ! command -v tidy >/dev/null || tidy -quiet -errors -utf8 "$folder/page"; }
}
says () {
  page && grep -q "$1" "$folder/page"
}
token () {
  page && sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$folder/page"
}

start () {
  rm -f "$folder/report" "$folder/jar"
  mkfifo "$folder/pipe"
  "$program" --directory "$folder/$label" --issue-seconds 0 --page-charset "$1" >"$folder/pipe" &
  portal=$!
  # The report ends with its last line, not with the end of the stream.
  sed '/^ProcessId=/q' <"$folder/pipe" >"$folder/report"
  rm "$folder/pipe"
}

stop () {
  kill "$portal" && wait "$portal" && portal=
}

opens () {
  openssl pkcs12 -in "$folder/file.p12" -passin "pass:$(fact Password)" -nodes -out "$folder/opened" &&
    test "$(grep -c 'BEGIN CERTIFICATE' "$folder/opened")" = 3 &&
    openssl x509 -in "$folder/opened" -noout -ext subjectAltName | grep -q "email:$(fact Address)" &&
    test "$(openssl x509 -in "$folder/opened" -noout -pubkey)" = "$(openssl pkey -in "$folder/opened" -pubout)"
}

journey () {
  label=$2 iconv=$3
  start "$1"
  check "$label: a message with a code" test -s "$(fact MailFolder)"/*.eml
  code=$(iconv -f ISO-2022-JP -t UTF-8 "$(fact MailFolder)"/*.eml | sed -n 's/.*証明書コード: //p')
  link=$(iconv -f ISO-2022-JP -t UTF-8 "$(fact MailFolder)"/*.eml | sed -n "s,^$(fact Origin),,p")
  check "$label: its link is the start page" test "$link" = "$(fact Start)"

  browse "$link"
  check "$label: identity page is valid" valid
  browse /service/identify --data-urlencode "token=$(token)" --data-urlencode "email=$(fact Address)" \
    --data-urlencode "password=$(fact Password)" --data-urlencode "code=$code" --location
  check "$label: list is valid" valid
  check "$label: list says what is fetched" says 取得済み
  place=$(sed -n 's/.*href="\(\/service\/certificate\/[0-9]*\)">.*EC P-256.*/\1/p' "$folder/page")

  browse "$place"
  check "$label: agreement page is valid" valid
  check "$label: it has terms" says 利用規約に同意する
  action=$(sed -n 's/.*<form id="agreement" method="post" action="\([^"]*\)".*/\1/p' "$folder/page")
  browse "$action" --data-urlencode "token=$(token)" --data agree=yes
  mv "$folder/answer" "$folder/file.p12"
  check "$label: a file came" grep -qi '^Content-Type: application/x-pkcs12' "$folder/headers"
  check "$label: openssl opens it" opens

  browse /service/issued
  check "$label: closing page is valid" valid
  check "$label: closing page has its title" says '<title>個人用電子証明書の取得 - 電子証明書の発行</title>'
  check "$label: ends when it is told to" stop
}

journey utf-8 UTF-8 UTF-8
journey shift_jis Shift_JIS CP932
journey euc-jp EUC-JP EUC-JP-MS
echo "1..$count"
