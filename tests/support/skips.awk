# SPDX-License-Identifier: GPL-3.0-or-later
# Reads meson's testlog.json (one test to a line) and prints why subtests were
# skipped, each reason once.
{
  output = $0
  if (!sub (/.*"stdout": "/, "", output))
    next
  sub (/", "[a-z]+": .*/, "", output)
  n = split (output, lines, /\\n/)
  for (i = 1; i <= n; i++)
    if (sub (/^ok .*# *[Ss][Kk][Ii][Pp] */, "", lines[i]))
      {
        reason = lines[i] == "" ? "no reason given" : lines[i]
        if (!count[reason]++)
          order[++n_reasons] = reason
      }
}
END {
  for (i = 1; i <= n_reasons; i++)
    printf "  skipped %d: %s\n", count[order[i]], order[i]
}
