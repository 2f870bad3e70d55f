#!/usr/bin/env bash
# Reading a preallocated raw disk changes its block map, and what qemu-img measure says of it.
#
# Versions   qemu-utils 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18), ext4 on Linux 6.18.44.
# Input      a raw disk of 20 MiB with preallocation=falloc: its space is reserved, nothing is written by a guest.
# Expected   map and measure describe the image: as long as nobody writes to it they do not change, and
#            reading it changes nothing (one page of data, 393216 bytes required as qcow2).
# Seen       before: 4096 bytes of data that create writes, the rest "data": false; measure: required 393216.
#            after cat disk.raw >/dev/null: one extent, "data": true, "zero": false; required 21299200.
#            Once the page cache of the file is dropped the first answer comes back.
# Why        SEEK_DATA takes a page of an unwritten extent for data while it is in the page cache, also
#            when it got there by a read; QEMU believes SEEK_DATA. So a backup that reads a disk, or a
#            guest that does, turns the rest of a preallocated image into data for every later map, measure,
#            convert and mirror. Seen where the file system asks the page cache (ext4, XFS).
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
version='1:7.2+dfsg-7+deb12u18*'
command -v qemu-img >/dev/null || { apt-get update -qq; apt-get install -y -qq "qemu-utils=$version"; }
qemu-img --version | head -n 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo "$(uname -sr), $(stat -f -c %T .)"

describe() {
  qemu-img map -f raw --output=json disk.raw | tr -d '\n'
  qemu-img measure -f raw -O qcow2 disk.raw | head -n 1 | sed 's/^/; /'
}
forget() { dd if=disk.raw iflag=nocache count=0 status=none; }

qemu-img create -q -f raw -o preallocation=falloc disk.raw 20M
sync disk.raw
before=$(describe)
cat disk.raw >/dev/null
after=$(describe)
forget
again=$(describe)
printf 'before:        %s\nafter reading: %s\ncache dropped: %s\n' "$before" "$after" "$again"

grep -q "\"length\": 20967424.*\"zero\": true, \"data\": false" <<<"$before"
grep -q 'required size: 393216' <<<"$before"
grep -q '"length": 20971520.*"zero": false, "data": true' <<<"$after"
grep -q 'required size: 21299200' <<<"$after"
[ "$again" = "$before" ]
