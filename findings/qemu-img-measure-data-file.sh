#!/usr/bin/env bash
# qemu-img measure takes the option data_file and counts the guest data into the qcow2 all the same.
#
# Versions   qemu-utils 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18).
# Input      a raw disk of 64 MiB with 4 MiB of data, to become a qcow2 whose data is in a file of its own
#            (-o data_file=...).
# Expected   measure is said to give the size of the new file: with the data elsewhere that is metadata
#            alone, required and fully allocated, or the option is refused as one it does not know.
# Seen       required 4587520, fully allocated 67436544: the figures without the option, to the byte. The
#            qcow2 so made has 327680 bytes, and stays so when the whole disk is written; the 64 MiB are in
#            the data file, for which measure gives no figure of its own.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
version='1:7.2+dfsg-7+deb12u18*'
command -v qemu-img >/dev/null || { apt-get update -qq; apt-get install -y -qq "qemu-utils=$version"; }
qemu-img --version | head -n 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

qemu-img create -q -f raw disk.raw 64M
qemu-io -f raw -c 'write -q -P 1 8M 4M' disk.raw
measure() { qemu-img measure -f raw -O qcow2 --output=json "$@" disk.raw | tr -d ' \n'; }
plain=$(measure)
external=$(measure -o data_file=data.raw)
echo "without data_file: $plain"
echo "with data_file:    $external"

qemu-img create -q -f qcow2 -o data_file=data.raw disk.qcow2 64M
qemu-img convert -n -f raw -O qcow2 disk.raw disk.qcow2
echo "made: disk.qcow2 of $(stat -c %s disk.qcow2) bytes, data.raw of $(stat -c %s data.raw)"
qemu-io -f qcow2 -c 'write -q -P 2 0 64M' disk.qcow2
full=$(stat -c %s disk.qcow2)
echo "all of it written: disk.qcow2 of $full bytes"

[ "$plain" = "$external" ]
[ "$external" = '{"required":4587520,"fully-allocated":67436544}' ]
[ "$full" -eq 327680 ]
