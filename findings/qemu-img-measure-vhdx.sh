#!/usr/bin/env bash
# qemu-img measure and map take every VHDX for full, also an empty one.
#
# Versions   qemu-utils 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18).
# Input      an empty dynamic VHDX of 64 MiB, made by qemu-img create; it has no data block at all.
# Expected   what an empty VMDK, VDI or VPC of that size gives: no data in the map, and metadata alone
#            as the size a conversion into qcow2 requires (under 1 MiB).
# Seen       map: one extent of 64 MiB, "data": true, "zero": false, and no offset.
#            measure: required 67436544, the same as fully allocated. The conversion itself then
#            writes a file of 196616 bytes, since convert looks at the content.
# Why        the block table of the format has the states, but the vhdx driver answers no status queries,
#            so the block layer falls back to "all data". Whoever sizes a target volume by measure, as
#            tools that import Hyper-V disks do, reserves the whole disk.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
version='1:7.2+dfsg-7+deb12u18*'
command -v qemu-img >/dev/null || { apt-get update -qq; apt-get install -y -qq "qemu-utils=$version"; }
qemu-img --version | head -n 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

required() { qemu-img measure -O qcow2 --output=json "$1" | grep -o '"required": [0-9]*' | grep -o '[0-9]*'; }

for format in vmdk vdi vpc vhdx; do
  qemu-img create -q -f "$format" "empty.$format" 64M
  printf '%-5s measure: required %s; map: %s\n' "$format" "$(required "empty.$format")" \
    "$(qemu-img map --output=json "empty.$format" | head -n 1)"
done
qemu-img convert -O qcow2 empty.vhdx converted.qcow2
written=$(stat -c %s converted.qcow2)
echo "the qcow2 converted from the empty VHDX: $written bytes"

[ "$(required empty.vdi)" -lt 1048576 ]
[ "$(required empty.vhdx)" -eq 67436544 ]
[ "$written" -lt 1048576 ]
qemu-img map --output=json empty.vhdx | grep -q '"length": 67108864.*"zero": false, "data": true'
