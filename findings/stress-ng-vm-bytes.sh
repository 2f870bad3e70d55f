#!/usr/bin/env bash
# Four memory workers of stress-ng with 256 MiB each, as its manual has it, hold 256 MiB together.
#
# Versions   stress-ng 0.15.06 (Debian 0.15.06-2).
# Input      --vm 1 and --vm 4 with --vm-bytes 256m --vm-keep, long enough for every page to be touched.
# Expected   256 MiB and 1024 MiB resident: the manual says "mmap N bytes per vm worker", here and in the sample jobs.
# Seen       256 MiB and 256 MiB: the size is divided by the number of workers, with no word of it in the output.
# Use        a guest sized by "--vm CPUS --vm-bytes X" is under 1/CPUS of the memory pressure that was meant, and
#            less the more CPUs it has: a comparison of guests of several sizes is one of several pressures per worker. Give
#            the total, and look at the resident size of the workers.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v stress-ng >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'stress-ng=0.15.06-2*'; }
dpkg-query -W -f '${Package} ${Version}\n' stress-ng
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# MiB resident in the processes of this run alone, in steps of 128: the libraries' own few do not count.
resident() {
  local mib
  mib=$(ps -o rss=,comm= --ppid "$(pgrep -P "$1" | paste -sd,)" | awk '$2 == "stress-ng-vm" { sum += $1 } END { print sum / 1024 }')
  awk -v mib="$mib" 'BEGIN { print int(mib / 128 + 0.5) * 128 }'
}

for workers in 1 4; do
  stress-ng -q --temp-path "$folder" --vm "$workers" --vm-bytes 256m --vm-keep --vm-method zero-one --timeout 60s &
  run=$!
  most=0
  for ((i = 0; i < 20; i++)); do
    sleep 1
    now=$(resident "$run")
    ((now > most)) && most=$now
  done
  kill "$run"
  wait "$run" || true
  echo "$workers workers: $most MiB"
done | tee /dev/stderr | cmp - <(printf '%s\n' '1 workers: 256 MiB' '4 workers: 256 MiB')
