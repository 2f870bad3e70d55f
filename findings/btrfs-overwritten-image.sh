#!/usr/bin/env bash
# A raw disk on btrfs that nobody snapshots comes to hold twice its size, and du goes on saying its size.
#
# Versions   Linux 6.18.44, btrfs-progs 6.2 (Debian 6.2-1+deb12u2), mount defaults, no compression. Root and a loop device.
# Input      an image of 64 MiB written from end to end, then three times nine tenths of its 4 KiB blocks in random order, as a guest's
#            database does over time; a copy of it that had chattr +C before its first byte; both again by cp --reflink=never.
# Expected   64 MiB for each at any time: no snapshot and no clone keeps what is overwritten, and du, stat and qemu-img info ("disk size")
#            tell the space that is taken.
# Seen       plain: du 64 MiB, 128 in use, by btrfs filesystem df; a copy of it 64. With +C: 64 throughout.
# Why        what is written at once is one extent, up to 128 MiB, and it is held whole for as long as any block of it is still in the file;
#            the blocks left over from each round keep those of the rounds before. What du counts is what the file refers to.
# Use        plan twice the size of a disk of scattered writes on btrfs, or set +C on the folder before the images are made (which
#            ends with the first snapshot); read btrfs filesystem usage. A copy, not a reflink, brings it back to its size.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v mkfs.btrfs >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'btrfs-progs=6.2-1*'; }
echo "$(uname -r), $(dpkg-query -W -f '${Package} ${Version}' btrfs-progs)"
folder=$(mktemp -d)
trap 'umount "$folder/mount" || true; rm -rf "$folder"' EXIT
cd "$folder"
truncate -s 2G disk
mkfs.btrfs -q disk >/dev/null
mkdir mount
mount -o loop disk mount

# MiB in use, in steps of 16.
in_use() { sync -f mount; btrfs filesystem df -b mount | sed -n 's/^Data.*used=//p' | awk '{ print int($1 / 2 ^ 24 + 0.5) * 16 }'; }

measure() { # how it is called
  local before disk
  before=$(in_use)
  : >mount/image
  "${@:2}" mount/image
  head -c 64M /dev/zero | tr '\0' x >mount/image
  sync -f mount
  /usr/bin/python3 - <<'PY'
import os, random

file, blocks = os.open('mount/image', os.O_RDWR), 64 * 256
for turn in range(3):
    random.seed(turn)
    for block in random.sample(range(blocks), blocks * 9 // 10):
        os.pwrite(file, bytes([turn]) * 4096, block * 4096)
    os.fsync(file)
PY
  disk=$(in_use)
  echo "$1: du $(du -m mount/image | cut -f 1) MiB, in use $((disk - before)) MiB"
  cp --reflink=never mount/image mount/copy
  rm mount/image
  echo "$1, copied: $(($(in_use) - before)) MiB"
  rm mount/copy
  in_use >/dev/null
}

{
  measure plain true
  measure 'with +C' chattr +C
} | tee seen

diff seen - <<'END'
plain: du 64 MiB, in use 128 MiB
plain, copied: 64 MiB
with +C: du 64 MiB, in use 64 MiB
with +C, copied: 64 MiB
END
