#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Definitions that somebody will copy for a portal of their own: without a
# mistake, and without a warning.
. "$INKAN_SOURCE_ROOT/tests/lint/tap.sh"

anchor=$tap_scratch/anchor.pem
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$tap_scratch/key.pem" \
  -out "$anchor" -subj /CN=Anchor 2>"$tap_scratch/openssl" || cat "$tap_scratch/openssl"

# complaints NAME: all that is said about it but its title.
complaints () {
  definition=$tap_scratch/$1.portal
  sed "s,@ORIGIN@,https://portal.example.org,; s,@TRUST_ANCHOR@,$anchor," "tests/portals/$1.portal.in" >"$definition"
  grep -n '@[A-Z_]*@' "$definition"
  "$INKAN_BUILD_ROOT/src/inkan" --check-portal "$definition" >"$tap_scratch/said" 2>"$tap_scratch/complained" ||
    echo "exit status $?"
  cat "$tap_scratch/complained"
  tail -n +2 "$tap_scratch/said"
}

for template in tests/portals/*.portal.in; do
  name=$(basename "$template" .portal.in)
  none "$name: nothing to complain of" complaints "$name"
done

finish
