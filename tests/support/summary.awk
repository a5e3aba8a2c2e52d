# SPDX-License-Identifier: GPL-3.0-or-later
# Reads meson's testlog.json (one test to a line) and counts subtests: prints
# "PASSED FAILED SKIPPED". A test that fails without saying which subtest (it
# crashed, or ran out of time) counts as one more failure; one without subtests
# counts as itself.
{
  result = $0
  sub (/.*"result": "/, "", result)
  sub (/".*/, "", result)

  output = $0
  if (!sub (/.*"stdout": "/, "", output))
    output = ""
  sub (/", "[a-z]+": .*/, "", output)

  ok = not_ok = skip = 0
  n = split (output, lines, /\\n/)
  for (i = 1; i <= n; i++)
    {
      if (lines[i] ~ /^not ok /)
        not_ok++
      else if (lines[i] ~ /^ok .*# *[Ss][Kk][Ii][Pp]/)
        skip++
      else if (lines[i] ~ /^ok /)
        ok++
    }

  bad = result !~ /^(OK|SKIP|EXPECTEDFAIL)$/
  if (bad && not_ok == 0)
    not_ok = 1
  if (ok + not_ok + skip == 0)
    {
      if (result == "SKIP")
        skip = 1
      else
        ok = 1
    }
  passed += ok
  failed += not_ok
  skipped += skip
}
END { print passed + 0, failed + 0, skipped + 0 }
