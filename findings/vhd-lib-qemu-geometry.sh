#!/usr/bin/env bash
# qemu-img does not open the VHD that Xen Orchestra's library writes of a disk of 1, 10 or 100 GiB, and of some sizes sees a larger disk.
#
# Versions   vhd-lib 4.15.0 (npm), its toVhdStream, the way a disk leaves Xen Orchestra as a VHD; qemu-utils 7.2.22
#            (Debian 1:7.2+dfsg-7+deb12u18).
# Input      disks of 1, 10, 100 and 128 GiB and of 104894464 bytes, with one block of 2 MiB that holds data.
# Expected   the size in bytes of the footer is that of the disk, and qemu-img info says the same.
# Seen       1, 10 and 100 GiB: refused, "Page table too small". 128 GiB: as expected. 104894464 bytes: 104970240,
#            75,776 bytes more, which a converted disk then has past its end, where a GPT looks for its second table.
#            With the option force_size_calc=current_size all five have the size they were made of.
# Why        a VHD states its size twice, in bytes and as cylinders x heads x sectors, which reaches few sizes exactly. vhd-lib
#            rounds the geometry up and makes the block table for the bytes; qemu takes the geometry unless it knows the maker
#            (Hyper-V, Xen's tap, itself) or the geometry is at its end, from 127.5 GiB on. It does not know "xo  ".
# Use        qemu-img convert --image-opts driver=vpc,force_size_calc=current_size,file.filename=DISK.vhd reads them whole.
#            virtcost blocks inspect takes the bytes of this maker, and of any whose table has no room for the geometry.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v qemu-img >/dev/null || { apt-get update -qq; apt-get install -y -qq 'qemu-utils=1:7.2+dfsg-7+deb12u18*'; }
qemu-img --version | head -n 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# Of its dependencies toVhdStream needs two.
npm pack --silent vhd-lib@4.15.0 >/dev/null
mkdir -p node_modules/vhd-lib
tar -xzf vhd-lib-4.15.0.tgz -C node_modules/vhd-lib --strip-components 1
npm install --silent --no-save --ignore-scripts --prefix node_modules/vhd-lib/disk-consumer struct-fu@1.2.1 uuid@9.0.1 >/dev/null
mv node_modules/vhd-lib/disk-consumer/node_modules/* node_modules/

cat >export.mjs <<'JS'
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { DiskConsumerVhdStream } from './node_modules/vhd-lib/disk-consumer/DiskConsumerVhdStream.mjs';

const size = Number(process.argv[2]);
const disk = {
  getVirtualSize: () => size,
  isDifferencing: () => false,
  getBlockIndexes: () => [3],
  async *diskBlocks() {
    yield { index: 3, data: Buffer.alloc(2 * 1024 * 1024, 7) };
  },
};
await pipeline(await new DiskConsumerVhdStream(disk).toStream(), createWriteStream('disk.vhd'));
JS

size_seen() { qemu-img info --output=json "$@" 2>&1 | grep -o '"virtual-size": [0-9]*\|Page table too small' | head -n 1 | sed 's/.*: //'; }
for size in $((1 << 30)) $((10 << 30)) $((100 << 30)) $((128 << 30)) 104894464; do
  node export.mjs "$size"
  echo "$size: $(size_seen disk.vhd); by the bytes $(size_seen --image-opts driver=vpc,force_size_calc=current_size,file.filename=disk.vhd)"
done | tee seen

diff seen - <<'END'
1073741824: Page table too small; by the bytes 1073741824
10737418240: Page table too small; by the bytes 10737418240
107374182400: Page table too small; by the bytes 107374182400
137438953472: 137438953472; by the bytes 137438953472
104894464: 104970240; by the bytes 104894464
END
