#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# sh tests/bench/run.sh [RUNS]: measures and prints; judges nothing. Each number
# stands beside one of something comparable, measured in turns in the same run;
# all are medians.
set -eu
cd "$(dirname "$0")/../.."
. src/setup.sh

runs=${1:-9}
install_packages $packages_build $packages_run $packages_test strace python3-lxml maildir-utils
build build

root=$PWD
bench=$root/build/tests/bench
scratch=$(mktemp -d)
portal=
finish () {
  if [ -n "$portal" ]; then
    kill "$portal" 2>/dev/null || :
  fi
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# A session of its own: nothing of the person's is read or written.
for name in config data state cache runtime; do
  mkdir -m 700 "$scratch/$name"
done
export HOME="$scratch" XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" \
  XDG_STATE_HOME="$scratch/state" XDG_CACHE_HOME="$scratch/cache" XDG_RUNTIME_DIR="$scratch/runtime" \
  GSETTINGS_BACKEND=memory GIO_USE_VFS=local LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY

# median FILE COLUMN
median () {
  awk -v column="$2" '{ print $column }' "$1" | sort -n |
    awk '{ value[NR] = $1 } END { print (value[int ((NR + 1) / 2)] + value[int ((NR + 2) / 2)]) / 2 }'
}

# Column 1: start to the first painted frame, ms; column 2: PSS, KiB.
# The first turn warms the caches and is not counted.
start_and_memory () {
  cat >"$scratch/turns.sh" <<END
for turn in \$(seq 0 $runs); do
  for program in bare-window inkan; do
    case \$program in
    inkan) path=$root/build/src/inkan ;;
    *) path=$bench/bare-window ;;
    esac
    [ \$turn -eq 0 ] && into=/dev/null || into=$scratch/\$program-$1
    $bench/first-frame "\$path" >>"\$into"
  done
done
END
  GSK_RENDERER=$1 xvfb-run -a -s '-screen 0 1280x900x24 -noreset' \
    dbus-run-session -- sh "$scratch/turns.sh" >"$scratch/log" 2>&1 || {
      cat "$scratch/log" >&2
      return 1
    }
  for program in bare-window inkan; do
    printf '  %-12s %-6s %6.0f ms  %s\n' "$program" "$1" "$(median "$scratch/$program-$1" 1)" \
      "$(median "$scratch/$program-$1" 2 | awk '$1 > 0 { printf "%6.1f MiB", $1 / 1024 }')"
  done
}

echo "Start to the first painted frame, and memory (PSS) at rest; median of $runs"
# Inkan lets nobody but root look into its memory.
[ "$(id -u)" -eq 0 ] || echo '  (memory: for root only)'
start_and_memory cairo
start_and_memory gl

# Starts a fresh practice portal; its report is in $scratch/report.
start_portal () {
  rm -rf "$scratch/portal" "$scratch/pipe"
  mkfifo "$scratch/pipe"
  "$root/build/src/inkan-practice-portal" --directory "$scratch/portal" --issue-seconds 0 \
    >"$scratch/pipe" 2>>"$scratch/portal.log" &
  portal=$!
  exec 3<"$scratch/pipe"
  : >"$scratch/report"
  while read -r line <&3; do
    printf '%s\n' "$line" >>"$scratch/report"
    case $line in
    ProcessId=*) break ;;
    esac
  done
}
stop_portal () {
  kill "$portal"
  wait "$portal" 2>/dev/null || :
  portal=
  exec 3<&-
}
report () {
  sed -n "s/^$1=//p" "$scratch/report"
}

# turn NAME COMMAND…: the command's wall time, ms, in a new folder and against a
# portal that has just begun.
turn () {
  turn_name=$1
  shift
  rm -rf "$scratch/saved"
  mkdir "$scratch/saved"
  { report Address; report Password; } >"$scratch/typed"
  begin=$(date +%s%N)
  "$@" <"$scratch/typed" >"$scratch/out" 2>"$scratch/log" || {
    cat "$scratch/log" >&2
    return 1
  }
  end=$(date +%s%N)
  test -s "$(cat "$scratch/out")"
  echo $(((end - begin) / 1000)) >>"$scratch/$turn_name"
}

echo "A whole retrieval without a window, the portal issuing at once; median of $runs"
export DBUS_SESSION_BUS_ADDRESS="unix:path=$scratch/no-bus"
for number in $(seq "$runs"); do
  start_portal
  turn core "$bench/retrieve" "$(report Definition)" "$(report MailFolder)"/*.eml "$scratch/saved"
  stop_portal
  start_portal
  turn script sh tests/bench/retrieve.sh "$(report Origin)" "$(report TrustAnchor)" "$(report MailFolder)"/*.eml \
    "$scratch/saved"
  stop_portal
done
unset DBUS_SESSION_BUS_ADDRESS
for name in core script; do
  printf '  %-21s %6.0f ms\n' "$name" "$(median "$scratch/$name" 1 | awk '{ print $1 / 1000 }')"
done

# The third run in each process: what a run costs, not what a start does. Debian's
# own Python, for which its python3-lxml is.
echo "A page of 200 kB with 100 forms, read, filled in and encoded; median of $runs"
/usr/bin/python3 tests/bench/forms.py make "$scratch/forms.html"
for number in $(seq "$runs"); do
  "$bench/forms" "$scratch/forms.html" 3 | tail -n 1 >>"$scratch/forms-inkan"
  /usr/bin/python3 tests/bench/forms.py "$scratch/forms.html" 3 | tail -n 1 >>"$scratch/forms-lxml"
done
for name in inkan lxml; do
  printf '  %-21s %6.1f ms  (%s bytes to be sent)\n' "$name" \
    "$(median "$scratch/forms-$name" 1 | awk '{ print $1 / 1000 }')" "$(tail -n 1 "$scratch/forms-$name" | cut -d ' ' -f 2)"
done
awk -v inkan="$(median "$scratch/forms-inkan" 1)" -v lxml="$(median "$scratch/forms-lxml" 1)" \
  'BEGIN { printf "  inkan takes %.2f of the time of lxml\n", inkan / lxml }'

# once NAME COMMAND…: its wall time, ms
once () {
  once_name=$1
  shift
  begin=$(date +%s%N)
  "$@" >"$scratch/out" 2>"$scratch/log" || {
    cat "$scratch/log" >&2
    return 1
  }
  end=$(date +%s%N)
  echo $(((end - begin) / 1000)) >>"$scratch/$once_name"
}

echo "Reading an e-mail of 10 MiB, start of the program included; median of $runs"
for kind in file text; do
  python3 tests/bench/read-mail.py --make $kind "$scratch/$kind.eml"
  for number in $(seq "$runs"); do
    once "core-$kind" "$bench/read-mail" "$scratch/$kind.eml"
    once "mu-$kind" mu view "$scratch/$kind.eml"
    once "python-$kind" python3 tests/bench/read-mail.py "$scratch/$kind.eml"
  done
  for name in core mu python; do
    printf '  %-14s %-6s %6.0f ms\n' "$name" "$kind" "$(median "$scratch/$name-$kind" 1 | awk '{ print $1 / 1000 }')"
  done
done

# list_commands LIST: for each of its files, everybody's command and everybody's
# bare start, as tests/bench/turns wants them.
list_commands () {
  number=0
  while IFS="$(printf '\t')" read -r file passphrase; do
    number=$((number + 1))
    [ "$passphrase" != '\N' ] || passphrase=
    printf '%s' "$passphrase" >"$scratch/passphrase-$number"
    quoted=$(printf '%s' "$passphrase" | sed "s/'/'\\\\''/g")
    {
      printf 'inkan\t%s\t%s --show %s --passphrase-fd 0\n' "$scratch/passphrase-$number" "$root/build/src/inkan" "$file"
      printf 'openssl\t/dev/null\topenssl pkcs12 -legacy -noout -in %s -passin '"'pass:%s'\n" "$file" "$quoted"
      printf 'openssl-start\t/dev/null\topenssl version\n'
      printf 'certtool\t/dev/null\tcerttool --p12-info --inder --infile %s --password '"'%s'\n" "$file" "$quoted"
      printf 'certtool-start\t/dev/null\tcerttool --version\n'
      printf 'pk12util\t/dev/null\tpk12util -l %s -d sql:%s -W '"'%s'\n" "$file" "$scratch/nss" "$quoted"
      printf 'pk12util-start\t/dev/null\tpk12util\n'
    }
  done <"$1"
}

# open_files WHAT LIST
open_files () {
  "$bench/open-p12" "$runs" <"$2" >"$scratch/opened"
  list_commands "$2" | "$bench/turns" "$runs" >"$scratch/turns"
  echo "  $1"
  awk '
    FNR == NR { work["inkan"] = $1; bare = $2; files = $3; derivations = $4; cpu_work["inkan"] = $5; cpu_bare = $6; next }
    { whole[$1] = $2; failed[$1] = $3; cpu_whole[$1] = $4 }
    function ratio (of, i, least) {
      least = of[names[2]]
      for (i = 3; i <= n; i++)
        if (of[names[i]] < least)
          least = of[names[i]]
      return of["inkan"] / least
    }
    END {
      printf "    %d derivations for %d file(s): inkan %.1f ms, bare %.1f ms; ratio %.2f, of processor time %.2f\n",
             derivations, files, work["inkan"] / 1000, bare / 1000, work["inkan"] / bare, cpu_work["inkan"] / cpu_bare
      n = split ("inkan openssl certtool pk12util", names, " ")
      for (i = 1; i <= n; i++) {
        name = names[i]
        if (i > 1) {
          work[name] = whole[name] - whole[name "-start"]
          cpu_work[name] = cpu_whole[name] - cpu_whole[name "-start"]
        }
        note = ""
        if (failed[name] > 0)
          note = sprintf ("; %d could not be read", failed[name])
        printf "    %-9s after its start %8.1f ms (processor %8.1f), whole process %8.1f ms (processor %8.1f)%s\n", name,
               work[name] / 1000, cpu_work[name] / 1000, whole[name] / 1000, cpu_whole[name] / 1000, note
      }
      printf "    inkan, of the fastest of them: after its start %.2f (processor %.2f), whole process %.2f (processor %.2f)\n",
             ratio(work), ratio(cpu_work), ratio(whole), ratio(cpu_whole)
    }' "$scratch/opened" "$scratch/turns"
}

cat <<END
Opening and proving certificate files; medians of $runs, everybody in turns
  The tools do less: openssl -noout, certtool --p12-info and pk12util -l derive the
  key of the MAC and that of the certificates, but leave the private key encrypted.
  Inkan derives the private key's as well, signs with it and verifies that.
  "After its start": for inkan the library in a loop, within one process; for the
  tools the whole process without that of "openssl version", "certtool --version",
  "pk12util". Bare: PKCS5_PBKDF2_HMAC and PKCS12_key_gen, as often as the file asks.
  On a busy computer the processor time says more than the clock.
END
mkdir "$scratch/nss"
certutil -N -d "sql:$scratch/nss" --empty-password
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$scratch/key.pem" -subj /CN=Hanako \
  -out "$scratch/certificate.pem" 2>/dev/null
for iterations in 2048 600000; do
  openssl pkcs12 -export -inkey "$scratch/key.pem" -in "$scratch/certificate.pem" -iter $iterations \
    -passout pass:secret -out "$scratch/$iterations.p12"
  printf '%s\tsecret\n' "$scratch/$iterations.p12" >"$scratch/files"
  open_files "A file of $iterations iterations" "$scratch/files"
done
corpus=$root/../shared/corpus/p12
if [ -f "$corpus/manifest.tsv" ]; then
  awk -F '\t' -v folder="$corpus" 'NR > 1 && $3 == "ok" { print folder "/" $1 "\t" $2 }' "$corpus/manifest.tsv" \
    >"$scratch/files"
  open_files "The corpus: all of its files that can be opened, one process for each" "$scratch/files"
fi

# The main loop does nothing else between the return of one poll() and the call
# of the next: that time is how long the window could not answer. The kernel
# stops the program for the traced calls alone.
echo 'The main loop during a whole journey through the window, driven by the robot'
mkdir "$scratch/trace"
INKAN_SOURCE_ROOT="$root" INKAN_BUILD_ROOT="$root/build" G_TEST_SRCDIR="$root/tests" G_TEST_BUILDDIR="$root/build/tests" \
  strace --seccomp-bpf -f -ff -qq -y -ttt -T -e trace=execve,poll,ppoll -e signal=none -o "$scratch/trace/t" \
  build/tests/ui/journey -p /journey/complete/english --tap >"$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 1
  }
main=$(grep -l 'execve("[^"]*/src/inkan",' "$scratch"/trace/t.* | head -n 1)
awk -f tests/bench/main-loop.awk "$main"
