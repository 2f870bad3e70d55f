#!/usr/bin/env bash
# A trim of space that was never written makes QEMU's dirty bitmap count that space as changed, every time it is done.
#
# Versions   qemu-utils 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18), libnbd-bin 1.14.2 (Debian 1.14.2-1).
# Input      a qcow2 of 1 GiB with 64 MiB of data and a bitmap, then a discard of 512 MiB that no block was ever in; the same once
#            more with a second bitmap. Over NBD: what each bitmap marks, and of what is marked what the image holds.
# Expected   nothing is marked: those 512 MiB are a hole before and after, and a bitmap is there to tell what an incremental
#            backup has to copy.
# Seen       512 MiB marked by each bitmap, all of it a hole that reads as zeros; the image has not grown by a cluster of data.
# Why        what is marked is what a request covers, and a discard is one that may change it; whether it did is not looked at.
# Use        a guest that trims all its free space (fstrim on XFS, or on ext4 after each mount) adds that space to the changed bytes of the
#            day: 900 GiB on an idle disk of 1 TiB with 124 in use. Sized by the bitmap (count of query-block) a backup window is
#            planned many times too long; take what is marked and is also data by base:allocation.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v qemu-nbd >/dev/null && command -v nbdinfo >/dev/null || {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends 'qemu-utils=1:7.2*' 'libnbd-bin=1.14*'
}
dpkg-query -W -f '${Package} ${Version}\n' qemu-utils libnbd-bin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

map() { # context, further options of the server
  nbdinfo --map="$1" -- [ qemu-nbd --read-only --format=qcow2 "${@:2}" disk.qcow2 ]
}
mib() { awk -v what="$1" '$0 ~ what { sum += $2 } END { print sum / 2 ^ 20 }'; }

qemu-img create -q -f qcow2 disk.qcow2 1G
qemu-io -f qcow2 -c 'write -q -P 1 0 64M' disk.qcow2
for bitmap in first second; do
  qemu-img bitmap --add disk.qcow2 "$bitmap"
  qemu-io -f qcow2 -d unmap -c 'discard -q 128M 512M' disk.qcow2
  echo "$bitmap: $(map "qemu:dirty-bitmap:$bitmap" "--bitmap=$bitmap" | mib dirty) MiB marked, $(map base:allocation | mib data) MiB of data in the image"
done | tee seen

diff seen - <<'END'
first: 512 MiB marked, 64 MiB of data in the image
second: 512 MiB marked, 64 MiB of data in the image
END
