# SPDX-License-Identifier: GPL-3.0-or-later
# Reads meson's testlog.json (one test to a line) and prints what the tests that
# failed have printed themselves.
function field (line, key)
{
  if (!match (line, "\"" key "\": \""))
    return ""
  line = substr (line, RSTART + RLENGTH)
  # A quotation mark that is not escaped ends it.
  gsub (/\\\\/, "\001", line)
  gsub (/\\"/, "\002", line)
  sub (/".*/, "", line)
  gsub (/\\n/, "\n", line)
  gsub (/\\t/, "\t", line)
  gsub (/\002/, "\"", line)
  gsub (/\001/, "\\", line)
  return line
}

field ($0, "result") !~ /^(OK|SKIP|EXPECTEDFAIL)$/ {
  printf "==== %s: %s\n", field ($0, "name"), field ($0, "result")
  n = split (field ($0, "stdout"), lines, "\n")
  for (i = 1; i <= n; i++)
    if (lines[i] !~ /^ok /)
      print lines[i]
  print field ($0, "stderr")
}
