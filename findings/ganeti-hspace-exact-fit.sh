#!/usr/bin/env bash
# Ganeti's hspace leaves out an instance that fits a node exactly, a quarter of the cluster in its own kind of example.
#
# Versions   ganeti-htools 3.0.2 (Debian 3.0.2-3).
# Input      hspace --simulate: two empty nodes of 1 TiB, 16 CPUs and 64 GiB of memory, or 1 MiB more; DRBD instances of
#            16 GiB, 10 GiB of disk and 2 CPUs. Nothing else takes memory in a simulation.
# Expected   four instances in both: with N+1 each node must be able to run all of them, and 4 x 16 GiB are 64 GiB.
# Seen       three, for want of memory, and four: a node may not be left with exactly nothing free.
# Use        sizes are round, so are nodes, and a plan made with them is one instance a node short: give a simulated node
#            1 MiB more than it has. virtcost's fit is inclusive: what adds up to the capacity fits.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v hspace >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'ganeti-htools=3.0.2-3*'; }
dpkg-query -W -f '${Package} ${Version}\n' ganeti-htools

for memory in 65536m 65537m; do
  hspace --simulate "p,2,1t,$memory,16,1" --standard-alloc 10g,16g,2 --disk-template drbd --machine-readable=yes |
    awk -F= -v memory="$memory" '/FIN_INST_CNT/ { n = $2 } /ALLOC_FAIL_REASON/ { why = $2 } END { print memory ": " n ", then " why }'
done | tee /dev/stderr | cmp - <(printf '%s\n' '65536m: 3, then FAILMEM' '65537m: 4, then FAILMEM')
