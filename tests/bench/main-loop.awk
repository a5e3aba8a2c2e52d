# SPDX-License-Identifier: GPL-3.0-or-later
# Reads what strace -y -ttt -T wrote of a program's main thread and tells how
# long its main loop was away from poll(). The main loop's polls are those of
# several files with an eventfd, GLib's waker, first among them: waits for the
# X server or for one answer on the bus have one file only, and count as being
# away.
/ (p?poll)\(\[\{fd=[0-9]+<anon_inode:\[eventfd\]>[^}]*\}, / {
  begin = $1
  took = $NF
  gsub (/[<>]/, "", took)
  if (took !~ /^[0-9.]+$/)
    next
  if (started) {
    away = (begin - returned) * 1000
    turns++
    if (away > 16)
      over_frame++
    if (away > 100)
      over_notice++
    at[turns] = begin - first
    length_of[turns] = away
  } else {
    started = 1
    first = begin
  }
  returned = begin + took
}
END {
  if (turns == 0) {
    print "  no main loop was seen" > "/dev/stderr"
    exit 1
  }
  printf "  turns %d, over 16 ms %d, over 100 ms %d\n", turns, over_frame, over_notice
  for (rank = 1; rank <= 5; rank++) {
    longest = 0
    for (i in length_of)
      if (!longest || length_of[i] > length_of[longest])
        longest = i
    if (!longest)
      break
    printf "  longest %d: %.0f ms, %.1f s after the loop began\n", rank, length_of[longest], at[longest]
    delete length_of[longest]
  }
}
