#!/usr/bin/env bash
# libqcow reads a cluster that a qcow2 image marks as zeros as the image's own header, or as what was there before.
#
# Versions   libqcow 20201213 (Debian python3-libqcow 20201213-1), images by qemu-utils 7.2 (Debian 1:7.2).
# Input      three images of 4 MiB in the default version 3, which libqcow opens and names as such. Each is filled with
#            the byte 7 up to 2 MiB, then 512 KiB are (1) written as zeros, which keeps the clusters' place in the file,
#            (2) discarded, which gives it up, and (3) as (2), in an image of version 2.
# Expected   zeros in all three: bit 0 of a level-2 entry of version 3 means "reads as zeros", whatever else it holds.
#            qemu-img compare finds (1) and (2) identical.
# Seen       (1) the old bytes. (2) the first cluster of the file, eight times over. (3) zeros.
# Why        bit 0 is not looked at: (1) has its old offset, (2) has offset 0, which is taken for a place in the file, since
#            the entry as a whole is not 0. An open report of 2019 saw headers in the output and did not know what
#            brought them about (libyal/libqcow issue 17).
# Use        fstrim in a guest or a sparse copy makes such clusters in any image; convert to raw or to compat=0.10 with
#            qemu-img before a tool built on libqcow looks at it. virtcost's own reader counts them as zeros.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
{ /usr/bin/python3 -c 'import pyqcow' && command -v qemu-io; } >/dev/null 2>&1 || {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends 'python3-libqcow=20201213-1*' 'qemu-utils=1:7.2*'
}
dpkg-query -W -f '${Package} ${Version}\n' python3-libqcow qemu-utils
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

image() { # name, compat, command
  qemu-img create -q -f qcow2 -o compat="$2" "$1" 4M
  qemu-io -f qcow2 -c 'write -q -P 7 0 2M' -c "$3" "$1"
}
image written 1.1 'write -q -z 512k 512k'
image discarded 1.1 'discard -q 512k 512k'
image version2 0.10 'discard -q 512k 512k'
qemu-img compare -q written discarded
qemu-img check -q discarded

/usr/bin/python3 - <<'PY' | tee /dev/stderr | cmp - <(printf '%s\n' 'written: sevens' 'discarded: own header' 'version2: zeros')
import pyqcow

CLUSTER = 65536
for name in ('written', 'discarded', 'version2'):
    image = pyqcow.file()
    image.open(name)
    image.seek(8 * CLUSTER)
    seen = [image.read(CLUSTER) for _ in range(8)]
    header = open(name, 'rb').read(CLUSTER)
    kinds = {bytes(CLUSTER): 'zeros', b'\7' * CLUSTER: 'sevens', header: 'own header'}
    print(f'{name}:', ', '.join(sorted({kinds.get(one, 'something else') for one in seen})))
PY
