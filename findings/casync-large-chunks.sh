#!/usr/bin/env bash
# casync's chunks come out two and a half times as large as asked for when large ones are asked for.
#
# Versions   casync 2 (Debian 2+20201210-1).
# Input      256 MiB of a cipher's output, the same in every run, with --chunk-size of 64K, 1M, 4M and 8M; the
#            least and the most are then a quarter and four times of it, as documented.
# Expected   chunks of that size on average, as the manual says: about 4096, 256, 64 and 32 chunks.
# Seen       4106, 226, 44 and 13: right at the default of 64 KiB, 20 MiB on average where 8 were asked for.
# Why        the divisor that decides where a chunk ends is read off a straight line fitted near the default; it grows
#            without bound towards 9.3 MiB. desync and other readers of the format carry the same line.
# Use        fewer, larger chunks make an image store smaller to list and dearer to update: one changed block costs
#            20 MiB of transfer, not 8. Above 1 MiB, count the chunks of a sample before planning bandwidth.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v casync >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'casync=2+20201210-1*' openssl; }
dpkg-query -W -f '${Package} ${Version}\n' casync
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

openssl enc -aes-128-ctr -K 00 -iv 00 -in /dev/zero 2>/dev/null | head -c $((256 << 20)) >image || true
for asked in 64K 1M 4M 8M; do
  rm -rf store
  casync make --chunk-size="$asked" --store=store index.caibx image >/dev/null
  echo "$asked: $(find store -type f | wc -l) chunks"
done | tee /dev/stderr | cmp - <(printf '%s\n' '64K: 4106 chunks' '1M: 226 chunks' '4M: 44 chunks' '8M: 13 chunks')
